"""« Mon point » in a browser: twenty records confirmed in at most twenty-five clicks, or by one; no fault of axe."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.sessions.factory import unlimited_session
from models.freshness import Confirmation
from models.instances import Instance
from models.organisations import Organisation
from models.people import Mandate, Person
from models.territory import Arrondissement
from tests.support import TODAY, factories
from tests.support.browser import DESK, PHONE, LiveServer, violations

LONG_AGO = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
LONGEST_AGO = dt.datetime(2025, 1, 5, tzinfo=dt.UTC)
MOST_CLICKS = 25


@contextmanager
def register(server: LiveServer) -> Iterator[Session]:
    with unlimited_session(server.database.engine, today=TODAY) as session, factories.writing_to(session):
        yield session
        session.commit()


@pytest.fixture
def twenty(live_server: LiveServer) -> Iterator[list[int]]:
    """Twenty organisations of the 5th that nobody has touched for long; taken back afterwards."""
    with register(live_server) as session:
        place = session.scalars(select(Arrondissement).filter_by(number=5)).one()
        rows = [
            factories.OrganisationFactory(name=f"Collectif {number:02d}", arrondissement=place, updated_at=LONG_AGO)
            for number in range(20)
        ]
        session.flush()
        ids = [row.id for row in rows]
    yield ids
    with register(live_server) as session:
        for row in session.scalars(select(Confirmation).where(Confirmation.row_id.in_(ids))):
            session.delete(row)
        for row in session.scalars(select(Organisation).where(Organisation.id.in_(ids))):
            session.delete(row)


class Clicks:
    """A hand on a mouse, that counts."""

    def __init__(self, page: Page) -> None:
        self._page, self.count = page, 0

    def on(self, role: str, name: str) -> None:
        self.count += 1
        self._page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # one of Playwright's roles


def left(page: Page) -> int:
    return page.get_by_role("button", name="Exact – Collectif").count()


@pytest.mark.night
def test_twenty_records_take_at_most_twenty_five_clicks(page_as: Callable[..., Page], twenty: list[int]) -> None:
    page = page_as("ref5")
    page.goto("/")
    clicks = Clicks(page)
    expect(page.locator("h1")).to_have_text("Cette semaine")
    assert left(page) == 6
    for number in range(20):
        clicks.on("button", f"Exact – Collectif {number:02d}")
        expect(page.get_by_role("button", name=f"Exact – Collectif {number:02d}")).to_have_count(0)
    assert (left(page), clicks.count <= MOST_CLICKS) == (0, True)


@pytest.mark.slow
def test_all_are_confirmed_by_one_click_and_come_back_by_another(
    page_as: Callable[..., Page], twenty: list[int]
) -> None:
    page = page_as("ref5", java_script_enabled=False)
    page.goto("/mon-point/")
    first = page.get_by_role("button", name="Exact – Collectif 00")
    page.get_by_role("button", name="Les 6 sont exactes").click()
    expect(page.get_by_role("status").first).to_contain_text("Confirmation")
    expect(first).to_have_count(0)
    assert left(page) == 6
    page.get_by_role("button", name="Annuler").first.click()
    page.goto("/mon-point/")
    expect(first).to_have_count(1)


@pytest.fixture
def two_people(live_server: LiveServer) -> Iterator[list[int]]:
    """Two members of a body of the 5th whom nobody has touched for longest; taken back afterwards."""
    with register(live_server) as session:
        body = factories.InstanceFactory(arrondissements=[5], name="Conseil des relectures")
        rows = [
            factories.PersonFactory(last_name=name, first_name="Zoé", phone="06 39 98 00 01", updated_at=LONGEST_AGO)
            for name in ("Aubin", "Bayle")
        ]
        mandates = [factories.MandateFactory(instance=body, person=row) for row in rows]
        session.flush()
        ids = [(Mandate, row.id) for row in mandates] + [(Person, row.id) for row in rows] + [(Instance, body.id)]
    yield [row_id for model, row_id in ids if model is Person]
    with register(live_server) as session:
        people = [row_id for model, row_id in ids if model is Person]
        for row in session.scalars(select(Confirmation).where(Confirmation.row_id.in_(people))):
            session.delete(row)
        for model, row_id in ids:
            session.delete(session.get_one(model, row_id))
            session.flush()


@pytest.mark.slow
def test_people_are_corrected_and_confirmed_by_keyboard_alone(
    page_as: Callable[..., Page], two_people: list[int]
) -> None:
    page = page_as("ref5")
    page.goto("/#to-confirm")
    line = page.locator("[data-point] tbody tr").first
    expect(line).to_contain_text("Aubin Zoé")
    expect(line.locator("td.is-in-place").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("06 39 98 00 02")
    page.keyboard.press("Enter")
    expect(line.locator("td.is-saved")).to_contain_text("06 39 98 00 02")
    page.keyboard.press("e")  # the cell below has the focus: the second line
    expect(page.locator("[data-point] tbody")).not_to_contain_text("Bayle")
    expect(page.get_by_role("status").first).to_contain_text("Bayle")


@pytest.mark.slow
def test_the_page_is_accessible(page_as: Callable[..., Page], twenty: list[int]) -> None:
    page = page_as("ref5")
    page.goto("/mon-point/")
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
        found += violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, "colours")
    assert found == []
