"""From two workbooks to a référent's Excel file, on a register that holds nothing but accounts.

Bodies and members are imported on screen, enough for a worker to write them; a référent changes a mandate and exports
her list. At each step the screen, the file and the database count the same rows.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mdo.accounts.passwords import hash_of
from mdo.kernel.sessions.factory import unlimited_session
from mdo.kernel.workbook.reader import Sheet, read_workbook
from models.instances import Instance
from models.journal import AccessLog, Door, JournalEntry
from models.people import Mandate, Person
from models.territory import Arrondissement
from tests.support import TODAY, factories
from tests.support.application import account, do_waiting_jobs
from tests.support.browser import LiveServer, serving
from tests.support.data import members
from tests.support.databases import Database
from views.jobs.imports import THRESHOLD

MEMBERS = [THRESHOLD + 50, 4_000]
PASSWORD = "quatre mots sans lien"
LONG = 120_000  # milliseconds: a ceiling for a machine that does much else, never a wait
OF_THE_5TH = or_(
    Mandate.instance.has(Instance.arrondissements.any(Arrondissement.number == 5)),
    Mandate.instance.has(~Instance.arrondissements.any()),
)


@pytest.fixture
def live_server(sqlite_database: Database) -> Iterator[LiveServer]:
    """A server whose register is empty."""
    with serving(sqlite_database) as server:
        with unlimited_session(server.database.engine, today=TODAY) as session, factories.writing_to(session):
            for name in ("mission", "ref5"):
                account(name).password = hash_of(PASSWORD)
            session.commit()
        yield server


@pytest.fixture
def stored(live_server: LiveServer) -> Iterator[Session]:
    """What the database holds, seen whole."""
    with unlimited_session(live_server.database.engine, today=TODAY) as session:
        yield session


def count(session: Session, model: type, *criteria: ColumnElement[bool]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model).where(*criteria)) or 0


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_label("Identifiant").fill(username)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("h1")).to_contain_text("Cette semaine")


def import_on_screen(server: LiveServer, page: Page, kind: str, workbook: Path) -> dict[str, int]:
    """Upload, preview, apply, by a worker when it is long; returns the numbers of the preview by their words."""
    page.set_default_timeout(LONG)
    page.goto(f"/import/{kind}")
    page.locator("#file").set_input_files(workbook)
    step = page.locator("li[aria-current=step]")
    see = page.get_by_role("button", name="Voir ce qui changerait")
    see.click()
    expect(step.or_(page.locator("[data-job]"))).to_be_visible()
    if step.count() and step.inner_text() == "Colonnes":
        see.click()
        page.wait_for_url(re.compile(r"/import/\w+/\w+(\?|$)|/travaux/show/"))
    if "/travaux/" in page.url:
        do_waiting_jobs(server.app)
        page.get_by_role("link", name="Voir l’aperçu").click()  # the page shows it by itself
    expect(step).to_have_text("Aperçu")
    numbers = {
        part.locator(".counter__label").inner_text(): number_in(part.locator(".counter__value").inner_text())
        for part in page.locator(".counter").all()
    }
    page.get_by_role("button", name="Appliquer", exact=True).click()
    page.wait_for_url(re.compile("/result$|/travaux/show/"))
    if "/travaux/" in page.url:
        do_waiting_jobs(server.app)
        page.get_by_role("link", name="Voir le résultat").click()  # the page shows it by itself
    expect(step).to_have_text("Résultat")
    return numbers


def number_in(text: str) -> int:
    """« 4 000 lignes » is 4000, whatever the space."""
    return int(re.sub(r"\D", "", text))


def rows_on_screen(page: Page, path: str) -> int:
    page.goto(path)
    words = page.locator(".list__count").inner_text()
    assert re.fullmatch(r"[\d\s]+ (lignes?|résultats?)", words)
    return number_in(words)


def exported(page: Page) -> Sheet:
    """The list on screen as its Excel file: the sheet of the rows."""
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("link", name="Excel", exact=True).click()
    return read_workbook(Path(download.value.path()))[0]


@pytest.mark.night
@pytest.mark.parametrize("members_count", MEMBERS)
def test_bodies_and_members_are_imported_and_a_referent_edits_and_exports_hers(
    page_as: Callable[..., Page], live_server: LiveServer, stored: Session, tmp_path: Path, members_count: int
) -> None:
    mission = page_as(None)
    sign_in(mission, "mission")
    assert import_on_screen(live_server, mission, "instances", members.BODIES) == {
        "À créer": 42, "À modifier": 0, "Sans changement": 0, "En erreur": 0,
    }  # fmt: skip
    assert rows_on_screen(mission, "/instances/list/") == count(stored, Instance) == 42

    workbook = members.write(tmp_path / "membres.xlsx", list(members.members(members_count)))
    assert import_on_screen(live_server, mission, "people", workbook)["À créer"] == members_count
    assert rows_on_screen(mission, "/mandats/list/") == count(stored, Mandate) == members_count
    assert rows_on_screen(mission, "/personnes/list/") == count(stored, Person)
    assert count(stored, JournalEntry, JournalEntry.door == Door.IMPORT) == 2

    referent = page_as(None)
    sign_in(referent, "ref5")
    hers = count(stored, Mandate, OF_THE_5TH)
    assert 0 < hers < members_count
    assert rows_on_screen(referent, "/mandats/list/") == hers

    referent.locator("tbody a[href*='/edit/']").first.click()
    mandate_id = int(referent.url.rsplit("/", 1)[1])
    referent.get_by_label("Fin prévue").fill("2031-02-28")
    referent.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(referent.get_by_role("status").first).to_contain_text("Enregistré")
    referent.locator(f"tbody a[href*='/mandats/show/{mandate_id}']").first.click()
    expect(referent.locator("dd", has_text="28/02/2031")).to_be_visible()
    stored.rollback()
    changed = stored.get_one(Mandate, mandate_id)
    assert f"{changed.planned_end_on:%d/%m/%Y}" == "28/02/2031"

    assert rows_on_screen(referent, "/mandats/list/?f_planned_end_on_from=2031-02-28") == 1
    assert rows_on_screen(referent, "/mandats/list/") == hers
    sheet = exported(referent)
    headers, *lines = sheet.rows
    assert len(lines) == hers == count(stored, AccessLog, AccessLog.row_count == hers) * hers
    planned_end = headers.index("Fin prévue")
    assert [line[0] for line in lines if str(line[planned_end])[:10] == "2031-02-28"] == [str(changed.person)]
