"""Vacancy, seat by seat, on a day."""

import pytest

from mdo.composition.seats import SeatCounts, SeatStatus, count_seats, seat_states
from models.instances import Membership, Seat
from models.people import Mandate
from tests.support.rows import body, day, mandate, maybe_day

FILLED, ENDS_SOON, CARRIED_OVER, VACANT = SeatStatus
TODAY = day("24/11/2026")
Period = tuple[str | None, str | None, str | None]


def on_seat(period: Period, **values: object) -> Mandate:
    """A mandate on seat 5."""
    return mandate(*period, **{"seat_id": 5, **values})


@pytest.mark.parametrize(
    ("periods", "status", "last_day", "next_start"),
    [
        ([], VACANT, None, None),
        # 90 days before the end, not 91.
        ([("01/01/2024", "23/02/2027", None)], FILLED, "23/02/2027", None),
        ([("01/01/2024", "22/02/2027", None)], ENDS_SOON, "22/02/2027", None),
        ([("01/01/2024", "24/11/2026", None)], ENDS_SOON, "24/11/2026", None),
        ([("01/01/2024", "23/11/2026", None)], CARRIED_OVER, "23/11/2026", None),
        ([("01/01/2024", None, None)], FILLED, None, None),
        # The actual end decides.
        ([("01/01/2024", "31/12/2028", "31/12/2026")], ENDS_SOON, "31/12/2026", None),
        ([("01/01/2024", "31/12/2028", "24/11/2026")], ENDS_SOON, "24/11/2026", None),
        ([("01/01/2024", "31/12/2028", "23/11/2026")], VACANT, None, None),
        ([("01/01/2020", "31/12/2022", "31/12/2027")], FILLED, "31/12/2027", None),
        # Not begun yet.
        ([("25/11/2026", "31/12/2028", None)], VACANT, None, "25/11/2026"),
        ([("24/11/2026", "31/12/2028", None)], FILLED, "31/12/2028", None),
        # A successor without a gap removes the warning, one day of gap does not.
        ([("01/01/2024", "31/12/2026", None), ("01/01/2027", "31/12/2029", None)], FILLED, "31/12/2029", "01/01/2027"),
        (
            [("01/01/2024", "31/12/2026", None), ("02/01/2027", "31/12/2029", None)],
            ENDS_SOON,
            "31/12/2026",
            "02/01/2027",
        ),
        ([("01/01/2024", "31/12/2026", None), ("01/01/2027", None, None)], FILLED, None, "01/01/2027"),
        (
            [("01/01/2024", "31/12/2026", None), ("01/01/2027", "31/01/2027", None)],
            ENDS_SOON,
            "31/01/2027",
            "01/01/2027",
        ),
        # The sitting holder comes before the one who left or whose term is over.
        ([("01/01/2020", "31/12/2022", None), ("01/01/2023", "31/12/2028", None)], FILLED, "31/12/2028", None),
        ([("01/01/2020", "31/12/2022", None), ("25/11/2026", None, None)], CARRIED_OVER, "31/12/2022", "25/11/2026"),
        # An unknown start is no reason to call the seat vacant.
        ([(None, None, None)], FILLED, None, None),
        ([(None, "22/02/2027", None)], ENDS_SOON, "22/02/2027", None),
        ([(None, "23/11/2026", None)], CARRIED_OVER, "23/11/2026", None),
        ([(None, None, "23/11/2026")], VACANT, None, None),
    ],
)
def test_a_seat_is_filled_ends_soon_carried_over_or_vacant(
    periods: list[Period], status: SeatStatus, last_day: str | None, next_start: str | None
) -> None:
    (state,) = seat_states(body(), [Seat(id=5, number=1)], [on_seat(period) for period in periods], TODAY)
    assert state.status is status
    assert state.last_day == maybe_day(last_day)
    assert state.next_start_on == maybe_day(next_start)
    assert (state.mandate is None) is (status is VACANT)


@pytest.mark.parametrize(("days", "status"), [(None, FILLED), (100, FILLED), (101, ENDS_SOON), (0, FILLED)])
def test_ends_soon_counts_the_days_of_the_body(days: int | None, status: SeatStatus) -> None:
    row = on_seat(("01/01/2024", "05/03/2027", None))
    (state,) = seat_states(body(ends_soon_days=days), [Seat(id=5, number=1)], [row], TODAY)
    assert state.status is status


@pytest.mark.parametrize(
    ("opened", "closed", "is_counted"),
    [
        (None, None, True),
        ("24/11/2026", None, True),
        ("25/11/2026", None, False),
        (None, "24/11/2026", True),
        (None, "23/11/2026", False),
    ],
)
def test_only_the_seats_open_that_day_count(opened: str | None, closed: str | None, is_counted: bool) -> None:
    seat = Seat(id=5, number=1, opened_on=maybe_day(opened), closed_on=maybe_day(closed))
    assert len(seat_states(body(), [seat], [], TODAY)) == int(is_counted)


@pytest.mark.parametrize(
    ("of_type", "own", "expected"),
    [
        (Membership.CLOSED, None, 1),
        (Membership.OPEN, None, 0),
        (Membership.OPEN, Membership.CLOSED, 1),
        (Membership.CLOSED, Membership.OPEN, 0),
    ],
)
def test_an_open_body_is_never_vacant(of_type: Membership, own: Membership | None, expected: int) -> None:
    assert len(seat_states(body(of_type, membership=own), [Seat(id=5, number=1)], [], TODAY)) == expected


@pytest.mark.parametrize(("dissolved", "expected"), [("24/11/2026", 1), ("23/11/2026", 0)])
def test_a_dissolved_body_has_no_seat_left(dissolved: str, expected: int) -> None:
    instance = body(dissolved_on=day(dissolved))
    assert len(seat_states(instance, [Seat(id=5, number=1)], [], TODAY)) == expected


def test_a_substitute_or_a_mandate_on_another_seat_does_not_fill_it() -> None:
    period = ("01/01/2026", "31/12/2028", None)
    rows = [on_seat(period, substitute_of_id=9), on_seat(period, seat_id=6), on_seat(period, seat_id=None)]
    (state,) = seat_states(body(), [Seat(id=5, number=1)], rows, TODAY)
    assert state.status is VACANT


def test_seats_are_counted_by_status() -> None:
    rows = [
        on_seat(("01/01/2024", "31/12/2028", None), seat_id=1),
        on_seat(("01/01/2024", "31/12/2026", None), seat_id=2),
        on_seat(("01/01/2024", "31/12/2025", None), seat_id=3),
    ]
    states = seat_states(body(), [Seat(id=number, number=number) for number in (1, 2, 3, 4, 5)], rows, TODAY)
    assert [state.seat.number for state in states] == [1, 2, 3, 4, 5]
    assert count_seats(states) == SeatCounts(total=5, filled=1, ends_soon=1, carried_over=1, vacant=2)
    assert count_seats([]) == SeatCounts(0, 0, 0, 0, 0)
