"""Six days of work from the first page on, each gesture counted: docs/gestures.md says how many they take."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import today_in_paris
from mdo.meetings.attendance import freeze
from models.attendance import Attendance
from models.instances import Instance, MandateFunction
from models.meetings import Meeting, MeetingState
from models.people import EndReason, Mandate, Person
from models.territory import Arrondissement
from tests.browser.evening import in_paris, register
from tests.browser.hands import Hands
from tests.support import factories
from tests.support.browser import PHONE, LiveServer, cut_network

BODY = "Conseil de quartier des Gestes"
_TABLE = Path(__file__).parents[2] / "docs" / "gestures.md"


def at_home(page: Page) -> Hands:
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("Cette semaine")
    return Hands(page)


def told(day: str) -> int:
    """The gestures of a day, of the table that the docs keep: its last column."""
    (line,) = [line for line in _TABLE.read_text().splitlines() if line.startswith(f"| {day}")]
    return int(line.strip("| ").split("|")[-1])


def a_body(session: Session, members: int = 0, **more: object) -> Instance:
    """A body of the 5th and its members, who all hold the function that everybody knows."""
    body: Instance = factories.InstanceFactory(name=BODY, arrondissements=[5], term_months=36)
    function = session.scalars(select(MandateFunction).filter_by(label="Membre", instance_id=None)).first()
    with factories.together():
        for number in range(members):
            person = factories.PersonFactory(last_name=f"Membre {number:02d}", first_name="Léa")
            factories.MandateFactory(instance=body, person=person, function=function, **more)
    return body


def open_body(hands: Hands) -> None:
    """By the menu and the search, as one finds a body among many."""
    page = hands.page
    hands.click(page.get_by_role("link", name="Instances", exact=True))
    hands.write(page.get_by_role("searchbox", name="Rechercher dans cette liste"), "gestes")
    expect(page.locator("tbody th a")).to_have_text([BODY])
    hands.click(page.locator("tbody th a"))
    expect(page.locator("h1")).to_contain_text(BODY)


@pytest.mark.slow
def test_twenty_addresses_are_corrected(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        place = session.scalars(select(Arrondissement).filter_by(number=5)).one()
        for number in range(20):
            factories.PersonFactory(last_name=f"Vingtaine {number:02d}", address="1 rue du Bœuf", arrondissement=place)
    page = page_as("ref5")
    hands = at_home(page)
    hands.click(page.get_by_role("link", name="Personnes", exact=True).first)
    hands.write(page.get_by_role("searchbox", name="Rechercher dans cette liste"), "vingtaine")
    expect(page.locator(".list__count")).to_contain_text("20")
    hands.click(page.locator("tbody a[href*='/edit/']").first)
    hands.click(page.get_by_label("Adresse", exact=True))
    hands.press("Control+A")
    for number in range(20):
        expect(page.locator(".step")).to_contain_text(f"{number + 1} / 20")
        hands.type(f"{number} place Bellecour")
        with page.expect_navigation():
            hands.press("Control+Enter")
    expect(page.get_by_role("searchbox", name="Rechercher dans cette liste")).to_have_value("vingtaine")
    with register(live_server) as session:
        found = session.scalars(select(Person.address).where(Person.last_name.startswith("Vingtaine")))
        assert sorted(found) == sorted(f"{number} place Bellecour" for number in range(20))
    assert hands.count == told("Twenty addresses")


@pytest.mark.slow
def test_a_vacant_seat_is_filled(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        body = a_body(session, members=3, planned_end_on=today_in_paris())
        session.flush()
        left = session.scalars(select(Mandate).filter_by(instance_id=body.id)).first()
        assert left is not None
        left.seat = factories.SeatFactory(instance=body, number=7)
        left.ended_on, left.end_reason = today_in_paris() - dt.timedelta(days=30), EndReason.RESIGNATION
        factories.PersonFactory(last_name="Candidate", first_name="Zoé")
    page = page_as("mission")
    hands = at_home(page)
    open_body(hands)
    hands.click(page.get_by_role("link", name="Pourvoir").first)
    hands.answer(page.get_by_role("combobox", name="Personne"), "candidate", "Candidate Zoé")
    hands.press("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    with register(live_server) as session:
        (mandate,) = session.scalars(select(Mandate).where(Mandate.person.has(last_name="Candidate")))
        assert mandate.seat is not None
        assert (mandate.instance.name, mandate.seat.number) == (BODY, 7)
    assert hands.count == told("A vacant seat")


@pytest.mark.slow
def test_seven_members_are_entered(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        a_body(session)
    page = page_as("ref5")
    hands = at_home(page)
    open_body(hands)
    hands.click(page.get_by_title("Plus d’actions"))
    hands.click(page.get_by_role("link", name="Plusieurs membres"))
    cell = page.get_by_label("Nom 1", exact=True)
    hands.click(cell)
    for number in range(7):
        hands.type(f"Nouvelle {number}")
        hands.press("Tab")
        hands.type("Léa")
        hands.press("Enter")
    hands.click(page.get_by_role("button", name="Voir qui est qui"))
    hands.click(page.get_by_role("button", name="Appliquer", exact=True))
    expect(page.locator("li[aria-current=step]")).to_have_text("Résultat")
    with register(live_server) as session:
        assert len(session.scalars(select(Mandate).join(Instance).where(Instance.name == BODY)).all()) == 7
    assert hands.count == told("Seven members")


@pytest.mark.slow
def test_a_meeting_goes_from_nothing_to_its_minutes(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        a_body(session, members=12)
    today = today_in_paris()
    page = page_as("ref5")
    hands = at_home(page)
    hands.click(page.get_by_role("main").get_by_role("link", name="Réunion", exact=True))
    hands.answer(page.get_by_role("combobox", name="Instance participative"), "gestes", BODY)
    hands.choose(page.get_by_label("Type de réunion"), "Plénière")
    hands.write(page.get_by_label("Début"), f"{today:%Y-%m-%d}T18:30")
    hands.write(page.get_by_label("Lieu"), "Mairie du 5e")
    hands.press("Control+s")
    expect(page.locator(".page-head .pill").first).to_be_visible()
    for title in ("Jardin partagé", "Fête du quartier"):
        hands.write(page.locator("#item-new-title"), title)
        hands.press("Enter")
        expect(page.get_by_role("heading", name=re.compile(title))).to_have_count(1)
    hands.click(page.get_by_role("link", name="Convoquer", exact=True).first)
    hands.click(page.get_by_role("button", name="Figer la liste"))
    expect(page.locator(".note > p", has_text="La liste est figée : 12 personnes")).to_be_visible()
    with register(live_server) as session:
        (meeting,) = session.scalars(select(Meeting).join(Instance).where(Instance.name == BODY))
        meeting.start_at = in_paris(today, 0, 0)
    page.reload()
    hands.click(page.get_by_role("button", name="Tous présents (12)"))
    hands.click(page.get_by_role("dialog").get_by_role("button", name="Tous présents"))
    expect(page.locator("[data-line][data-presence=present]")).to_have_count(12)
    hands.click(page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link", name=re.compile("Gestes")))
    hands.click(page.get_by_role("button", name="Clore la réunion").first)
    expect(page.locator(".page-head .pill").first).to_contain_text("Tenue")
    item = page.locator(".agenda__item").filter(has_text="Jardin partagé")
    hands.write(item.locator("textarea[name=notes]"), "Le jardin ouvre en mars.")
    expect(item.locator("[data-notes-state]")).to_have_text("Enregistré")
    hands.click(item.locator("details[id^=add-decision] summary"))
    hands.write(item.get_by_label("Décision"), "Le jardin ouvre en mars.")
    hands.click(item.get_by_role("button", name="Enregistrer la décision"))
    expect(item.locator(".outcomes")).to_contain_text("Le jardin ouvre")
    hands.click(page.get_by_role("tab", name=re.compile("Documents")))
    with page.expect_download() as download:
        hands.click(page.get_by_role("button", name="Word – Compte rendu"))
    assert download.value.path().stat().st_size
    assert hands.count == told("A meeting")


@pytest.mark.slow
def test_seventeen_mandates_are_renewed(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    ended = today_in_paris() - dt.timedelta(days=300)
    with register(live_server) as session:
        a_body(session, members=17, start_on=ended - dt.timedelta(days=364), planned_end_on=ended)
    page = page_as("ref5")
    hands = at_home(page)
    hands.click(page.get_by_role("button", name=re.compile("^Renouveler les 17")))
    hands.click(page.get_by_role("button", name="Renouveler"))
    expect(page.get_by_role("status").first).to_contain_text("17")
    with register(live_server) as session:
        assert len(session.scalars(select(Mandate).join(Instance).where(Instance.name == BODY)).all()) == 34
    assert hands.count == told("Seventeen mandates")


@pytest.mark.slow
def test_sixty_people_are_marked_without_network_and_with_a_reload(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    today = today_in_paris()
    with register(live_server) as session:
        body = a_body(session, members=60)
        meeting = factories.MeetingFactory(
            instance=body, state=MeetingState.CONVENED, start_at=in_paris(today, 0), end_at=in_paris(today, 23, 59)
        )
        freeze(session, meeting, today, now=meeting.start_at)
        session.flush()
        number = meeting.id
    page = page_as("ref5", viewport=PHONE, has_touch=True)
    hands = at_home(page)
    hands.click(page.get_by_role("link", name=re.compile("^Émargement.*Gestes")))
    cut_network(page)
    hands.click(page.get_by_role("button", name="Tous présents (60)"))
    hands.click(page.get_by_role("dialog").get_by_role("button", name="Tous présents"))
    for at, state in ((4, "excused"), (17, "absent"), (31, "excused")):
        hands.click(page.locator(f'[data-line][data-name="Membre {at:02d} Léa"] [name=presence][value={state}]'))
    hands.count += 1
    page.reload()
    for at, state in ((45, "absent"), (58, "excused")):
        hands.click(page.locator(f'[data-line][data-name="Membre {at:02d} Léa"] [name=presence][value={state}]'))
    page.context.set_offline(False)
    expect(page.locator(".is-pending")).to_have_count(0)
    with register(live_server) as session:
        lines = session.scalars(select(Attendance).where(Attendance.meeting_id == number))
        stored = [line.presence.value for line in lines]
    assert [stored.count(word) for word in ("present", "excused", "absent")] == [55, 3, 2]
    assert hands.count == told("Sixty people")
