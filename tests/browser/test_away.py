"""Two weeks away: recorded by the form, told on both first pages the day before, the first, the last, the day after."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from mdo.kernel.sessions.factory import unlimited_session
from models.network import Absence
from tests.support import TODAY
from tests.support.browser import LiveServer

DAY = dt.timedelta(days=1)
FIRST, LAST = TODAY + DAY, TODAY + 14 * DAY
NOTE = "La clé est chez le gardien"
LONG = 120_000  # milliseconds: a ceiling for a machine that does much else, never a wait


@pytest.fixture
def recorded(live_server: LiveServer) -> Iterator[None]:
    """The absence that the test records goes with it."""
    yield
    with unlimited_session(live_server.database.engine, today=TODAY) as session:
        for row in session.scalars(select(Absence).where(Absence.note == NOTE)):
            session.delete(row)
        session.commit()


def choose(page: Page, label: str, words: str) -> None:
    page.get_by_role("combobox", name=label).first.fill(words)
    page.get_by_role("option", name=words).first.click()


def own(page: Page) -> str:
    """The number of one's own deadlines, of those who read the list."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name=re.compile("^Mes échéances")).first.click()
    return page.get_by_role("main").get_by_role("link", name="Les miennes").first.inner_text()


@pytest.mark.slow
@pytest.mark.usefixtures("recorded")
def test_an_agent_is_two_weeks_away_and_back(page_as: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    def on(today: dt.date) -> None:
        monkeypatch.setattr("views.security.gate.today_in_paris", lambda: today)

    on(TODAY)
    mission, cover = page_as("mission"), page_as("responsable")
    for page in (mission, cover):
        page.set_default_timeout(LONG)
    mission.goto("/")
    mission.get_by_role("navigation").get_by_role("link", name="Personnes", exact=True).first.click()
    mission.get_by_role("link", name="Absences", exact=True).first.click()
    mission.get_by_role("main").get_by_role("link", name="Ajouter", exact=True).first.click()
    choose(mission, "Compte", "Hugo Delorme")
    choose(mission, "Intérim assuré par", "Nadia Ferrand")
    mission.get_by_label("Du (obligatoire)").fill(FIRST.isoformat())
    mission.get_by_label("Au (obligatoire)").fill(LAST.isoformat())
    mission.get_by_label("Remarque").fill(NOTE)
    mission.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(mission.locator("h1")).to_contain_text("Hugo Delorme")
    absence = urlsplit(mission.url).path
    numbers = {}
    for today, is_away in ((TODAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)):
        on(today)
        for page, words in (
            (mission, "Nadia Ferrand assure votre intérim jusqu’au"),
            (cover, "Vous assurez l’intérim de Hugo Delorme jusqu’au"),
        ):
            page.goto("/")
            told = page.get_by_role("main").get_by_text(words)
            expect(told).to_have_count(1 if is_away else 0)
        numbers[today] = (own(mission), own(cover))
    assert numbers[TODAY] != numbers[FIRST]
    # From the first page of the cover to the absence itself, which says what it means.
    on(FIRST)
    cover.goto("/")
    cover.get_by_role("main").get_by_role("link", name="Absences").first.click()
    cover.locator(f'main a[href^="{absence}"]').first.click()
    expect(cover.get_by_role("main")).to_contain_text("une absence n’en donne aucun")
