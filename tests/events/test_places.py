"""Places by audience and the waiting list, the hours that one followed: the cases with their answers."""

import datetime as dt

import pytest

from mdo.events.hours import in_hours, refresher_on, time_followed
from mdo.events.places import Asked, Places, confirm_by, is_promoting
from models.events import EventQuality, RegistrationState

INHABITANT, COUNCIL, AGENT = EventQuality.INHABITANT, EventQuality.COUNCIL, EventQuality.AGENT
CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED
CANCELLED = RegistrationState.CANCELLED
START = dt.datetime(2026, 12, 10, 18, 0, tzinfo=dt.UTC)


def _register(places: Places, *qualities: EventQuality) -> list[Asked]:
    asked: list[Asked] = []
    for number, quality in enumerate(qualities, 1):
        asked.append(Asked(number, quality, places.state_for(quality, asked)))
    return asked


def test_of_thirty_who_ask_for_25_places_the_first_25_have_one_and_5_wait() -> None:
    asked = _register(Places(25, {}), *[INHABITANT] * 30)
    assert [one.state for one in asked] == [CONFIRMED] * 25 + [WAITING] * 5
    assert Places(25, {}).promoted(asked) == []


def test_two_who_cancel_let_the_26th_and_the_27th_in() -> None:
    asked = _register(Places(25, {}), *[INHABITANT] * 30)
    left = [Asked(one.id, one.quality, CANCELLED) if one.id in (3, 7) else one for one in asked]
    assert Places(25, {}).promoted(left) == [26, 27]


def test_more_places_let_in_those_who_wait_in_order() -> None:
    asked = _register(Places(25, {}), *[INHABITANT] * 30)
    assert Places(28, {}).promoted(asked) == [26, 27, 28]


def test_without_a_capacity_everyone_has_a_place() -> None:
    assert {one.state for one in _register(Places(None, {}), *[INHABITANT] * 40)} == {CONFIRMED}


def test_an_offered_place_is_nobody_elses() -> None:
    asked = [Asked(1, INHABITANT, OFFERED), Asked(2, INHABITANT, WAITING)]
    assert Places(1, {}).promoted(asked) == []
    assert Places(2, {}).promoted(asked) == [2]


def test_who_comes_after_those_who_wait_goes_behind_them_even_where_a_place_is_free() -> None:
    assert Places(2, {}).state_for(INHABITANT, [Asked(1, INHABITANT, WAITING)]) is WAITING


def test_places_kept_for_an_audience_are_its_own_and_the_others_share_the_rest() -> None:
    places = Places(3, {COUNCIL: 2})
    asked = _register(places, INHABITANT, INHABITANT, COUNCIL, AGENT, COUNCIL, COUNCIL)
    assert [one.state for one in asked] == [CONFIRMED, WAITING, CONFIRMED, WAITING, CONFIRMED, WAITING]
    freed = [Asked(one.id, one.quality, CANCELLED) if one.id == 3 else one for one in asked]
    assert places.promoted(freed) == [6]  # a council's place goes to the council that waits, not to who waits longer


@pytest.mark.parametrize(
    ("now", "promotes"),
    [
        (START - dt.timedelta(hours=24, minutes=1), True),
        (START - dt.timedelta(hours=24), False),
        (START, False),
    ],
)
def test_promotion_stops_some_hours_before_the_beginning(now: dt.datetime, promotes: bool) -> None:
    assert is_promoting(START, 24, now) is promotes
    assert is_promoting(None, 24, now)


def test_a_promoted_person_has_48_hours_and_no_longer_than_promotion_lasts() -> None:
    early, late = START - dt.timedelta(days=7), START - dt.timedelta(hours=60)
    assert confirm_by(START, 24, 48, early) == early + dt.timedelta(hours=48)
    assert confirm_by(START, 24, 48, late) == START - dt.timedelta(hours=24)


@pytest.mark.parametrize(
    ("late", "early", "counted"),
    [
        (0, 0, "2\u00a0h\u00a030"),
        (0, 14, "2\u00a0h\u00a030"),  # left 14 minutes early
        (0, 15, "2\u00a0h\u00a015"),
        (7, 7, "2\u00a0h\u00a030"),
        (10, 10, "2\u00a0h"),  # 2 h 10 there
        (0, 150, "0\u00a0h"),
        (-30, -30, "2\u00a0h\u00a030"),  # before the beginning and after the end count for nothing
    ],
)
def test_the_hours_of_a_session_of_2_h_30(late: int, early: int, counted: str) -> None:
    end = START + dt.timedelta(hours=2, minutes=30)
    arrived, left = START + dt.timedelta(minutes=late), end - dt.timedelta(minutes=early)
    assert in_hours(time_followed(START, end, arrived, left)) == counted


def test_without_an_hour_of_arrival_or_departure_a_session_counts_whole() -> None:
    assert time_followed(START, START + dt.timedelta(hours=2), None, None) == dt.timedelta(hours=2)


def test_a_refresher_is_due_after_so_many_months() -> None:
    assert refresher_on(dt.date(2025, 11, 30), 3) == dt.date(2026, 2, 28)
    assert refresher_on(dt.date(2025, 11, 30), None) is None
