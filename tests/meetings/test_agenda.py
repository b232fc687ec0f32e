"""The agenda: minutes summed on both sides of the planned length, hours, moves."""

import datetime as dt

import pytest

from mdo.meetings.agenda import DOWN, UP, move, next_position, slots_of, timing_of
from models.meetings import AgendaItem, Meeting

START = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)


def meeting(*minutes: int | None, length: int = 120, start: dt.datetime = START) -> Meeting:
    row = Meeting(start_at=start, end_at=start + dt.timedelta(minutes=length))
    for position, number in enumerate(minutes, start=1):
        row.agenda.append(AgendaItem(position=position, title=chr(64 + position), minutes=number))
    return row


@pytest.mark.parametrize(
    ("minutes", "planned", "overrun", "left", "untimed"),
    [
        ((), 0, 0, 120, 0),
        ((60, 59), 119, 0, 1, 0),
        ((60, 60), 120, 0, 0, 0),
        ((60, 61), 121, 1, 0, 0),
        ((60, None, 90), 150, 30, 0, 1),
        ((0, 15), 15, 0, 105, 0),
    ],
)
def test_the_minutes_of_the_agenda_are_summed_against_those_of_the_meeting(minutes, planned, overrun, left, untimed):
    timing = timing_of(meeting(*minutes))
    assert (timing.planned, timing.overrun, timing.left, timing.untimed) == (planned, overrun, left, untimed)


def test_each_item_begins_when_the_one_before_ends():
    hours = [(f"{slot.start_at:%H:%M}", f"{slot.end_at:%H:%M}") for slot in slots_of(meeting(15, None, 45))]
    assert hours == [("17:30", "17:45"), ("17:45", "17:45"), ("17:45", "18:30")]


def test_minutes_are_counted_as_they_pass_on_the_night_when_the_clock_goes_back():
    night = meeting(90, length=180, start=dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC))
    assert timing_of(night).available == 180
    assert slots_of(night)[0].end_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moved", "direction", "order", "place"),
    [
        ("A", UP, "ABC", 1),
        ("A", DOWN, "BAC", 2),
        ("B", UP, "BAC", 1),
        ("B", DOWN, "ACB", 3),
        ("C", DOWN, "ABC", 3),
        ("C", UP, "ACB", 2),
    ],
)
def test_an_item_moves_one_place_and_stays_at_the_edge(moved, direction, order, place):
    row = meeting(1, 2, 3)
    item = next(item for item in row.agenda if item.title == moved)
    assert move(row.agenda, item, direction) == place
    assert "".join(item.title for item in sorted(row.agenda, key=lambda item: item.position)) == order
    assert sorted(item.position for item in row.agenda) == [1, 2, 3]


def test_a_move_puts_right_places_that_were_given_twice_or_left_out():
    row = meeting(1, 2, 3)
    row.agenda[1].position, row.agenda[2].position = 7, 7
    move(row.agenda, row.agenda[0], DOWN)
    assert [item.position for item in row.agenda] == [2, 1, 3]
    assert next_position(row.agenda) == 4
    assert next_position([]) == 1
