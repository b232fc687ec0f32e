"""Twenty records corrected one after the other, by form and in the list: thirty gestures at most, and no list lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.sessions.factory import unlimited_session
from models.people import Person
from models.territory import Arrondissement
from tests.support import TODAY, factories
from tests.support.browser import PHONE, LiveServer, violations

MOST_GESTURES = 30
ASKED = "q=Vingtaine&order=last_name&size=50"
LIST = f"/personnes/list/?{ASKED}"


@contextmanager
def register(server: LiveServer) -> Iterator[Session]:
    with unlimited_session(server.database.engine, today=TODAY) as session, factories.writing_to(session):
        yield session
        session.commit()


@pytest.fixture
def twenty(live_server: LiveServer) -> Iterator[list[int]]:
    """Twenty people of the 5th whose addresses are to be corrected; gone afterwards."""
    with register(live_server) as session:
        place = session.scalars(select(Arrondissement).filter_by(number=5)).one()
        rows = [
            factories.PersonFactory(
                last_name=f"Vingtaine {number:02d}", address="1 rue du Bœuf", phone=None, arrondissement=place
            )
            for number in range(20)
        ]
        session.flush()
        ids = [row.id for row in rows]
    yield ids
    with register(live_server) as session:
        for row in session.scalars(select(Person).where(Person.id.in_(ids))):
            session.delete(row)


def addresses(server: LiveServer, ids: list[int]) -> list[str | None]:
    with register(server) as session:
        return list(session.scalars(select(Person.address).where(Person.id.in_(ids)).order_by(Person.id)))


class Gestures:
    """Hands that count what they press, but for the words that they type."""

    def __init__(self, page: Page) -> None:
        self._page, self.count = page, 0

    def click(self, selector: str) -> None:
        self.count += 1
        self._page.locator(selector).first.click()

    def press(self, key: str) -> None:
        self.count += 1
        self._page.keyboard.press(key)


@pytest.mark.slow
def test_twenty_addresses_take_at_most_thirty_gestures_by_form(
    page_as: Callable[..., Page], live_server: LiveServer, twenty: list[int]
) -> None:
    page = page_as("ref5")
    page.goto(LIST)
    page.evaluate("scrollTo(0, 200)")
    hands = Gestures(page)
    hands.click(f"a[href='/personnes/edit/{twenty[0]}']")
    for number, row_id in enumerate(twenty):
        expect(page).to_have_url(re.compile(rf"/personnes/edit/{row_id}\b"))
        expect(page.locator(".step")).to_contain_text(f"{number + 1} / 20")
        if number == 0:
            hands.click("#address")
            hands.press("Control+A")
        # The next form is in the same field.
        page.keyboard.type(f"{number} place Bellecour")
        with page.expect_navigation():
            hands.press("Control+Enter")
    expect(page).to_have_url(re.compile(re.escape(ASKED) + f"#r{twenty[-1]}$"))
    expect(page.get_by_role("searchbox", name="Rechercher dans cette liste")).to_have_value("Vingtaine")
    assert addresses(live_server, twenty) == [f"{number} place Bellecour" for number in range(20)]
    assert hands.count <= MOST_GESTURES


@pytest.mark.slow
def test_twenty_addresses_take_at_most_thirty_gestures_in_the_list(
    page_as: Callable[..., Page], live_server: LiveServer, twenty: list[int]
) -> None:
    page = page_as("ref5")
    page.goto(f"{LIST}&cols=last_name,phone,address")
    hands = Gestures(page)
    row = f"tr:has(input[value='{twenty[0]}'])"
    hands.click(f"{row} td.is-in-place >> nth=1")
    for number in range(20):
        page.keyboard.type(f"{number} place Carnot")
        hands.press("Enter")
    expect(page.locator("td.is-saving, td.is-open")).to_have_count(0)
    expect(page.locator("[data-cell-said]")).to_contain_text("place Carnot")
    assert addresses(live_server, twenty) == [f"{number} place Carnot" for number in range(20)]
    assert hands.count <= MOST_GESTURES
    # What someone changed meanwhile is shown beside one's own, and one chooses.
    with register(live_server) as session:
        session.scalars(select(Person).filter_by(id=twenty[0])).one().address = "12 rue Juiverie"
    hands.click(f"{row} td.is-in-place >> nth=1")
    page.keyboard.press("Control+A")
    page.keyboard.type("14 rue Juiverie")
    page.keyboard.press("Tab")
    cell = page.locator(f"{row} td.is-wrong")
    expect(cell).to_contain_text("Modifié entre-temps")
    assert violations(page) == []
    cell.get_by_role("button", name="Garder la mienne : 14 rue Juiverie").click()
    expect(page.locator(f"{row} td.is-saved")).to_have_text("14 rue Juiverie")
    # What is refused stays in its cell, with why.
    page.goto(f"{LIST}&cols=last_name,email")
    page.locator(f"{row} td.is-in-place").focus()
    page.keyboard.type("personne")
    page.keyboard.press("Enter")
    expect(page.locator(f"{row} td.is-wrong .cell-note")).to_contain_text("nom@exemple.fr")
    page.locator(f"{row} td.is-in-place").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cell-field")).to_have_value("personne")
    page.keyboard.press("Escape")
    expect(page.locator(f"{row} td.is-in-place")).to_have_text("")


@pytest.mark.slow
def test_on_a_phone_a_cell_opens_the_form(page_as: Callable[..., Page], twenty: list[int]) -> None:
    page = page_as("ref5", viewport=PHONE)
    page.goto(f"{LIST}&cols=last_name,address")
    page.locator(f"tr:has(input[value='{twenty[0]}']) td.is-in-place").click()
    expect(page).to_have_url(re.compile(rf"/personnes/edit/{twenty[0]}#address$"))
    page.get_by_role("link", name="Annuler").click()
    expect(page).to_have_url(re.compile(r"/personnes/list/"))
