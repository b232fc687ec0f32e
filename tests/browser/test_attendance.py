"""An evening of attendance: 63 people on a phone whose network goes away, a mark that meets another, 60 by keyboard."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.sessions.factory import unlimited_session
from mdo.meetings.attendance import freeze
from models.accounts import User
from models.attendance import Attendance, Presence
from models.journal import JournalChange
from models.meetings import Meeting
from tests.support import TODAY, factories
from tests.support.browser import DESK, PHONE, LiveServer, cut_network, violations

PEOPLE = 63
STATES = {"present": "Présent·e", "excused": "Excusé·e", "absent": "Absent·e", "represented": "Représenté·e"}


@contextmanager
def register(server: LiveServer) -> Iterator[Session]:
    with unlimited_session(server.database.engine, today=TODAY) as session, factories.writing_to(session):
        yield session
        session.commit()


@pytest.fixture
def meeting(live_server: LiveServer) -> int:
    """A meeting of a body of the 5th with 63 members in two colleges, and a quorum of half of them."""
    with register(live_server) as session:
        body = factories.InstanceFactory(
            name="Conseil du soir", arrondissements=[5], quorum_numerator=1, quorum_denominator=2
        )
        colleges = [factories.CollegeFactory(instance=body, name=name) for name in ("Associations", "Habitants")]
        function = factories.MandateFunctionFactory(label="Siège du soir")
        with factories.together():
            for number in range(PEOPLE):
                person = factories.PersonFactory(last_name=f"Membre {number:02d}", first_name="Léa")
                factories.MandateFactory(instance=body, person=person, college=colleges[number % 2], function=function)
        row = factories.MeetingFactory(instance=body, title="Plénière du soir")
        freeze(session, row, TODAY, now=row.start_at)
        session.flush()
        return int(row.id)


def stored(server: LiveServer, meeting: int) -> dict[str, Presence]:
    with register(server) as session:
        lines = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting))
        return {str(line): line.presence for line in lines}


def changes(server: LiveServer) -> int:
    """How many marks the journal holds."""
    with register(server) as session:
        rows = session.scalars(select(JournalChange).where(JournalChange.model == "Attendance"))
        return sum("presence" in row.fields and row.action.value == "update" for row in rows)


def line(page: Page, number: int) -> Locator:
    return page.locator(f'[data-line][data-name="Membre {number:02d} Léa"]')


def tap(page: Page, number: int, state: str) -> None:
    line(page, number).locator(f'[name=presence][value="{state}"]').click()


def shown_counts(page: Page) -> dict[str, int]:
    found = page.locator("[data-count]").evaluate_all(
        "(items) => items.map((item) => [item.dataset.count, Number(item.textContent)])"
    )
    return dict(found)


def rows_counts(page: Page) -> Counter[str]:
    values = page.locator("[data-line]").evaluate_all("(rows) => rows.map((row) => row.dataset.presence)")
    return Counter(values)


def check_counts(page: Page) -> None:
    shown, rows = shown_counts(page), rows_counts(page)
    assert shown.pop("total") == sum(rows.values()) == PEOPLE
    assert {name: number for name, number in shown.items() if number} == dict(rows)


def faults(page: Page) -> list[str]:
    """What axe finds from the top of the page: what slides under the bar of the counts is as small as what is left."""
    page.evaluate("scrollTo(0, 0)")
    return violations(page)


def waiting(page: Page) -> Locator:
    return page.locator("[data-waiting]")


def said(page: Page) -> Locator:
    return page.locator("[data-said]")


@pytest.mark.slow
def test_63_people_are_marked_on_a_phone_while_the_network_goes_and_comes_back(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = page_as("ref5", viewport=PHONE, has_touch=True)
    page.goto(f"/presences/{meeting}/pointage")
    expect(page.locator("[data-line]")).to_have_count(PEOPLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    before = changes(live_server)
    for number in range(20):
        tap(page, number, "present")
    expect(page.locator(".is-pending")).to_have_count(0)
    cut_network(page)
    for number in range(20, 40):
        tap(page, number, "excused" if number % 2 else "present")
    tap(page, 20, "absent")  # a second thought, in the same order
    expect(waiting(page)).to_contain_text("Pas de réseau")
    expect(waiting(page)).to_contain_text("21 pointages en attente")
    expect(page.locator(".is-pending")).to_have_count(20)
    assert faults(page) == []
    check_counts(page)
    assert Counter(stored(live_server, meeting).values())[Presence.PRESENT] == 20
    page.context.set_offline(False)
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(waiting(page)).to_be_hidden()
    for number in range(40, PEOPLE):
        tap(page, number, "present" if number < 45 else "absent")
    expect(page.locator(".is-pending")).to_have_count(0)
    check_counts(page)
    expected = {
        f"Membre {number:02d} Léa": Presence.PRESENT
        if number < 20 or (number < 40 and number % 2 == 0 and number != 20) or 40 <= number < 45
        else Presence.EXCUSED
        if 20 < number < 40
        else Presence.ABSENT
        for number in range(PEOPLE)
    }
    assert stored(live_server, meeting) == expected
    assert changes(live_server) - before == PEOPLE + 1
    there = Counter(expected.values())[Presence.PRESENT]
    sentence = f"{there} présents sur {PEOPLE} mandats en vigueur, il en faut 32 (la moitié)"
    expect(page.locator("[data-quorum]")).to_contain_text(sentence)
    page.reload()
    expect(page.locator("[data-quorum]")).to_contain_text(sentence)
    check_counts(page)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "colours") == []


def test_what_waits_outlives_the_page_and_is_written_once(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = page_as("ref5", viewport=PHONE)
    address = f"/presences/{meeting}/pointage"
    page.goto(address)
    before = changes(live_server)
    cut_network(page)
    for number, state in ((1, "present"), (2, "absent")):
        tap(page, number, state)
    kept = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('attendance-'))")
    assert len(kept) == 1
    assert "Membre" not in kept[0][1]
    page.context.set_offline(False)
    expect(page.locator(".is-pending")).to_have_count(0)
    # The answers were lost: the same marks leave again at the next opening.
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", kept[0])
    page.reload()
    expect(said(page)).to_have_text("Tout est enregistré.")
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(waiting(page)).to_be_hidden()
    assert changes(live_server) - before == 2
    # The page is closed with marks that wait: it opens on them.
    cut_network(page)
    tap(page, 3, "excused")
    page.close()
    again = page_context_page(page)
    page.context.set_offline(False)
    again.goto(address)
    expect(line(again, 3)).to_have_attribute("data-presence", "excused")
    expect(again.locator(".is-pending")).to_have_count(0)
    assert stored(live_server, meeting)["Membre 03 Léa"] is Presence.EXCUSED


def page_context_page(page: Page) -> Page:
    return page.context.new_page()


def mark_elsewhere(server: LiveServer, meeting: int, number: int, presence: Presence) -> None:
    """A colleague marks someone at another door."""
    with register(server) as session:
        row = next(
            row
            for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting))
            if str(row) == f"Membre {number:02d} Léa"
        )
        row.presence = presence


@pytest.mark.parametrize(
    ("kept", "after"), [pytest.param("theirs", Presence.EXCUSED, marks=pytest.mark.slow), ("mine", Presence.PRESENT)]
)
def test_a_mark_that_meets_another_is_decided_by_a_tap(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int, kept: str, after: Presence
) -> None:
    page = page_as("mission", viewport=PHONE)
    page.goto(f"/presences/{meeting}/pointage")
    cut_network(page)
    tap(page, 7, "absent")
    tap(page, 7, "present")
    tap(page, 8, "present")
    mark_elsewhere(live_server, meeting, 7, Presence.EXCUSED)
    page.context.set_offline(False)
    conflict = line(page, 7).get_by_role("alert")
    expect(conflict).to_contain_text("excusé·e")
    expect(waiting(page)).to_contain_text("1 à décider")
    expect(line(page, 8)).not_to_have_class(re.compile("is-pending"))
    assert faults(page) == []
    assert stored(live_server, meeting)["Membre 07 Léa"] is Presence.EXCUSED
    page.reload()
    expect(conflict).to_be_visible()
    words = "Garder «\u00a0excusé·e\u00a0»" if kept == "theirs" else "Mettre «\u00a0présent·e\u00a0»"
    conflict.get_by_role("button", name=words).click()
    expect(conflict).to_have_count(0)
    expect(page.locator(".is-pending")).to_have_count(0)
    assert stored(live_server, meeting)["Membre 07 Léa"] is after
    assert stored(live_server, meeting)["Membre 08 Léa"] is Presence.PRESENT


@pytest.mark.slow
def test_a_session_that_ended_keeps_the_marks_for_who_signs_in_again(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = page_as("ref5", viewport=PHONE)
    address = f"/presences/{meeting}/pointage"
    page.goto(address)
    # Ended while Chromium fetches the worker of the page, the session would end that fetch too.
    expect(page.locator("[data-note=kept-until]")).to_be_visible()
    page.context.clear_cookies()
    tap(page, 1, "present")
    ended = page.locator("[data-ended]")
    expect(ended).to_contain_text("reconnectez-vous")
    tap(page, 2, "excused")
    expect(waiting(page)).to_contain_text("2 pointages en attente")
    assert faults(page) == []
    assert Counter(stored(live_server, meeting).values()) == {Presence.EXPECTED: PEOPLE}
    page.context.add_cookies([live_server.session_cookie("ref5")])  # type: ignore[list-item]  # a plain dict
    ended.get_by_role("link", name="Se reconnecter").click()
    expect(said(page)).to_have_text("Tout est enregistré.")  # a page just opened shows no mark until its script runs
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(waiting(page)).to_be_hidden()
    found = stored(live_server, meeting)
    assert (found["Membre 01 Léa"], found["Membre 02 Léa"]) == (Presence.PRESENT, Presence.EXCUSED)


@pytest.mark.night
def test_60_people_are_entered_by_keyboard_alone(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = page_as("mission", viewport=DESK)
    page.goto(f"/presences/{meeting}")
    search = page.get_by_role("searchbox", name="Rechercher dans cette liste")
    search.focus()
    page.keyboard.press("ArrowDown")
    order = page.locator("[data-line]").evaluate_all("(rows) => rows.map((row) => row.dataset.name)")
    keys = "PEAPPPAEPP" * 6
    for key in keys:
        page.keyboard.press(key.lower())
        page.keyboard.press("ArrowDown")
    expect(page.locator(".is-pending")).to_have_count(0)
    by_key = {"P": Presence.PRESENT, "E": Presence.EXCUSED, "A": Presence.ABSENT}
    found = stored(live_server, meeting)
    assert [found[name] for name in order[:60]] == [by_key[key] for key in keys]
    assert {found[name] for name in order[60:]} == {Presence.EXPECTED}
    check_counts(page)
    # The 61st is represented by the first who can be.
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    offered = dialog.get_by_role("combobox").locator("option").all_inner_texts()
    assert set(offered) - {""} == {name for name in order if found[name] in (Presence.PRESENT, Presence.EXPECTED)} - {
        order[60]
    }
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-said]")).to_contain_text(f"{order[60]}\u00a0: représenté·e par {order[0]}. Enregistré.")
    page.keyboard.press("Delete")
    expect(page.locator("[data-said]")).to_contain_text("non pointé·e")
    # Someone found by a few letters, whatever the case and the accents.
    page.keyboard.press("Escape")
    expect(search).to_be_focused()
    page.keyboard.type("lea 62")
    expect(page.locator("[data-line]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("i")
    expect(page.locator("[data-said]")).to_contain_text("invité·e")
    assert stored(live_server, meeting)["Membre 62 Léa"] is Presence.GUEST
    assert faults(page) == []


@pytest.mark.slow
def test_without_script_each_state_is_a_button_that_saves(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = page_as("ref5", viewport=PHONE, java_script_enabled=False)
    page.goto(f"/presences/{meeting}/pointage")
    tap(page, 5, "present")
    expect(line(page, 5).locator('[aria-pressed="true"]')).to_have_text("Présent·e")
    tap(page, 6, "represented")
    page.get_by_label("Représenté·e par").select_option(label="Membre 05 Léa")
    page.get_by_role("button", name="Enregistrer").click()
    expect(line(page, 6)).to_contain_text("représenté·e par Membre 05 Léa")
    found = stored(live_server, meeting)
    assert (found["Membre 05 Léa"], found["Membre 06 Léa"]) == (Presence.PRESENT, Presence.REPRESENTED)


@pytest.mark.slow
def test_a_list_is_convened_corrected_and_taken_back(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        body = factories.InstanceFactory(name="Conseil à convoquer", arrondissements=[5])
        for name in ("Abadie", "Zola"):
            factories.MandateFactory(instance=body, person=factories.PersonFactory(last_name=name, first_name=None))
        number = int(
            factories.MeetingFactory(instance=body, start_at=session.scalars(select(Meeting.start_at)).first()).id
        )
        assert session.scalars(select(User).filter_by(username="ref5")).one()
    page = page_as("ref5")
    page.goto(f"/reunions/show/{number}?tab=attendance")
    page.get_by_role("link", name="Convoquer", exact=True).click()
    page.get_by_label("D’après les mandats en vigueur le").fill("2026-11-24")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_role("button", name="Figer la liste")).to_be_visible()
    page.wait_for_load_state()
    assert faults(page) == []
    page.get_by_role("button", name="Figer la liste").click()
    expect(page.locator(".note > p", has_text="La liste est figée : 2 personnes")).to_be_visible()
    page.get_by_label("Visiteur, par son nom").fill("Une voisine")
    page.get_by_role("button", name="Ajouter le visiteur").click()
    expect(page.locator('[data-line][data-name="Une voisine"] [aria-pressed="true"]')).to_have_text("Présent·e")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator('[data-line][data-name="Une voisine"]')).to_have_count(0)
    page.goto(f"/presences/{number}")
    page.get_by_role("link", name="Retirer Zola de la liste").click()
    page.get_by_role("button", name="Retirer de la liste").click()
    expect(page.locator("[data-line]")).to_have_count(1)
