"""What speaks against a date, as rules on values."""

import datetime as dt
from dataclasses import replace

import pytest

from mdo.calendar.conflicts import (
    Clash,
    Findings,
    MeetingInMind,
    MeetingThatDay,
    clashes,
    evenings_of,
    nearest_evenings,
    overlap,
    same_place,
    share_the_evening,
)
from mdo.calendar.evenings import Evening
from mdo.kernel.base.periods import PARIS
from tests.support.rows import day

LEA, PAUL = 1, 2
NOBODY: frozenset[int] = frozenset()


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS)


def planned(start: str = "24/11/2026 18:30", end: str = "24/11/2026 21:00", **values: object) -> MeetingInMind:
    return MeetingInMind(at(start), at(end), **values)  # type: ignore[arg-type]  # a table of cases


def taken(start: str = "24/11/2026 18:30", end: str = "24/11/2026 21:00", **values: object) -> MeetingThatDay:
    return MeetingThatDay(7, "Bureau", at(start), at(end), **values)  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("start", "end", "do_overlap", "share"),
    [
        ("24/11/2026 18:30", "24/11/2026 20:30", True, True),
        ("24/11/2026 17:00", "24/11/2026 18:30", False, True),  # goes on after 18:00: the same evening
        ("24/11/2026 17:00", "24/11/2026 18:00", False, False),
        ("24/11/2026 21:00", "24/11/2026 22:00", False, True),
        ("24/11/2026 20:59", "24/11/2026 22:00", True, True),
        ("24/11/2026 09:00", "24/11/2026 11:00", False, False),
        ("25/11/2026 18:30", "25/11/2026 20:30", False, False),
    ],
)
def test_two_meetings_dispute_an_evening(start: str, end: str, do_overlap: bool, share: bool) -> None:
    assert overlap(planned(), taken(start, end)) is do_overlap
    assert share_the_evening(planned(), taken(start, end)) is share


@pytest.mark.parametrize(
    ("place", "room", "other_place", "other_room", "expected"),
    [
        ("Mairie du 5e", "Salle A", "mairie du 5E", "salle a", True),
        ("Mairie du 5e", "Salle A", "Mairie du 5e", "Salle B", False),
        ("Mairie du 5e", "", "Mairie du 5e", "Salle B", True),
        ("Mairie du 5e", "", "Mairie du 7e", "", False),
        ("", "Salle A", "", "Salle A", False),
    ],
)
def test_a_room_is_taken_once(place: str, room: str, other_place: str, other_room: str, expected: bool) -> None:
    assert same_place(planned(place=place, room=room), taken(place=other_place, room=other_room)) is expected


@pytest.mark.parametrize(
    ("other", "busy", "sharing", "expected"),
    [
        (taken(), NOBODY, NOBODY, ()),
        (taken(agents=frozenset({LEA})), frozenset({LEA, PAUL}), NOBODY, (Clash.AGENT,)),
        (taken(agents=frozenset({LEA})), frozenset({PAUL}), NOBODY, ()),
        (taken(instance_id=3), NOBODY, frozenset({3}), (Clash.MEMBERS,)),
        (taken(instance_id=3), NOBODY, frozenset({4}), ()),
        (taken(has_same_official=True), NOBODY, NOBODY, (Clash.OFFICIAL,)),
        (taken(is_near=True), NOBODY, NOBODY, (Clash.NEAR,)),
        (taken("24/11/2026 09:00", "24/11/2026 10:00", is_near=True), NOBODY, NOBODY, (Clash.NEAR,)),
        (taken("25/11/2026 18:30", "25/11/2026 20:00", is_near=True), NOBODY, NOBODY, ()),
        (taken("24/11/2026 09:00", "24/11/2026 10:00", agents=frozenset({LEA})), frozenset({LEA}), NOBODY, ()),
    ],
)
def test_what_a_meeting_disputes_with_another(
    other: MeetingThatDay, busy: frozenset[int], sharing: frozenset[int], expected: tuple[Clash, ...]
) -> None:
    assert clashes(planned(), other, busy, sharing) == expected


def test_a_meeting_is_never_in_conflict_with_itself() -> None:
    own = taken(is_near=True, agents=frozenset({LEA}))
    assert clashes(planned(id=own.id), own, frozenset({LEA}), NOBODY) == ()


def evening(number: int, of: str = "11/2026") -> Evening:
    return Evening(number, "Soir", at(f"{number:02d}/{of} 18:30"), at(f"{number:02d}/{of} 20:30"), by_rule=120)


@pytest.mark.parametrize(("others", "count", "is_over"), [(0, 1, False), (3, 4, False), (4, 5, True)])
def test_five_evenings_for_a_mark_of_four_are_too_many(others: int, count: int, is_over: bool) -> None:
    found = evenings_of(planned(), [evening(number) for number in range(2, 2 + others)], 4)
    assert found is not None
    assert (found.count, found.is_over, found.minutes) == (count, is_over, 150)
    assert found.month_minutes == 150 + others * 120
    assert Findings(day("24/11/2026"), evenings=found).is_warning is is_over


def test_two_meetings_of_one_evening_are_one_evening_and_a_morning_is_none() -> None:
    found = evenings_of(planned(), [evening(24)], 4)
    assert found is not None
    assert found.count == 1
    assert evenings_of(planned("24/11/2026 09:00", "24/11/2026 11:00"), [evening(3)], 4) is None


@pytest.mark.parametrize(
    ("on", "today", "not_free", "expected"),
    [
        ("11/11/2027", "01/11/2027", (), ["09/11/2027", "10/11/2027", "12/11/2027"]),
        ("11/11/2027", "01/11/2027", ("10/11/2027",), ["08/11/2027", "09/11/2027", "12/11/2027"]),
        ("11/11/2027", "09/11/2027", (), ["10/11/2027", "12/11/2027", "15/11/2027"]),  # neither past nor a week-end
        ("13/11/2027", "01/11/2027", (), ["11/11/2027", "12/11/2027", "15/11/2027"]),
    ],
)
def test_the_three_nearest_evenings_are_free_working_days_to_come(
    on: str, today: str, not_free: tuple[str, ...], expected: list[str]
) -> None:
    closed = {day(text) for text in not_free}
    assert nearest_evenings(day(on), day(today), closed.__contains__) == tuple(day(text) for text in expected)


def test_no_free_evening_is_invented() -> None:
    assert nearest_evenings(day("11/11/2027"), day("01/11/2027"), lambda _day: True) == ()


def test_agents_are_the_organiser_and_the_facilitators() -> None:
    both = planned(organiser_id=LEA, facilitator_ids=frozenset({PAUL}))
    assert both.agents == {LEA, PAUL}
    assert replace(both, organiser_id=None).agents == {PAUL}
