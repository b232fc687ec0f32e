"""The numbers that the machine gives: by year, across arrondissements, one at a time."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.database import writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.scope.limits import Scope
from mdo.kernel.sessions.factory import unlimited_session
from mdo.requests.numbers import complete_request, next_number, number_after
from models.instances import Instance
from models.requests import CouncilRequest
from tests.support import TODAY
from tests.support import factories as make

_PATIENCE = 20


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([], "2026-001"),
        (["2026-001", "2026-013"], "2026-014"),
        (["2025-200", "2026-002"], "2026-003"),
        (["2026-999"], "2026-1000"),
        (["2026-1000", "2026-999"], "2026-1001"),
        (["2026-A", "2026-", "2026-7bis", "V-2026-5"], "2026-001"),  # typed by hand: not counted
    ],
)
def test_the_number_after_the_highest_of_the_year(numbers, found) -> None:
    assert number_after(2026, numbers) == found


def a_request(body, **values) -> CouncilRequest:
    return CouncilRequest(instance=body, subject="Un banc", **{"received_on": dt.date(2026, 10, 1)} | values)


@pytest.mark.db
def test_what_is_left_empty_is_given_and_what_is_typed_stays(session) -> None:
    body = make.InstanceFactory()
    rows = [a_request(body), a_request(body, received_on=dt.date(2025, 3, 1)), a_request(body), a_request(body)]
    rows[3].number, rows[3].due_on = "V-12", dt.date(2026, 10, 31)
    for row in rows:
        complete_request(session, row)
        session.add(row)  # not flushed yet: two of one import follow each other too
    session.flush()
    assert [row.number for row in rows] == ["2026-001", "2025-001", "2026-002", "V-12"]
    assert [row.due_on.isoformat() for row in rows] == ["2026-11-30", "2025-04-30", "2026-11-30", "2026-10-31"]


@pytest.mark.db
def test_a_stored_request_keeps_its_number(session) -> None:
    row = make.CouncilRequestFactory()
    row.number = None
    with session.no_autoflush, pytest.raises(RuleViolation) as refusal:
        complete_request(session, row)
    assert refusal.value.field == "number"


@pytest.mark.db
def test_numbers_follow_each_other_across_arrondissements(session, as_reader) -> None:
    make.CouncilRequestFactory(number="2026-041", instance=make.InstanceFactory(arrondissements=[7]))
    place = make.ArrondissementFactory(number=5)
    session.commit()
    reader = as_reader(Scope.arrondissements(make.UserFactory().id, frozenset({place.id})))
    assert context_of(reader).scope.is_unlimited is False
    assert reader.scalars(select(CouncilRequest.id)).all() == []
    assert next_number(reader, 2026) == "2026-042"


@pytest.mark.db
def test_two_people_who_save_at_once_get_two_numbers(database, session) -> None:
    body_id = make.InstanceFactory().id
    session.commit()
    given: list[str] = []

    def save(session) -> None:
        row = a_request(session.get_one(Instance, body_id))
        with session.no_autoflush:
            complete_request(session, row)
        session.add(row)
        session.flush()
        given.append(row.number)

    def other() -> None:
        with writing(), unlimited_session(database.engine, today=TODAY) as second:
            second.connection()
            save(second)
            second.commit()

    with writing(), unlimited_session(database.engine, today=TODAY) as first:
        first.connection()
        save(first)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second does not wait"
        first.commit()
        thread.join(_PATIENCE)
    assert given == ["2026-001", "2026-002"]
