"""Two people who write at the same moment, on two connections: the second one waits and reads what the first wrote."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.accounts.rules import check_admin_remains
from mdo.instances.dissolution import end_with_body
from mdo.instances.structure import check_college, check_function, check_seat, check_structure, check_type
from mdo.kernel.base.database import writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.sessions.advisory_locks import hold, hold_register
from mdo.kernel.sessions.factory import unlimited_session
from mdo.network.covers import check_absence, other_absences
from mdo.network.referents import check_referent, other_referents
from mdo.people.mandate_rules import check_mandate, others_of
from models.accounts import User
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Membership, Seat
from models.network import Absence, Referent
from models.people import Mandate, Person
from models.territory import Arrondissement
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.databases import Database

pytestmark = pytest.mark.db
_PATIENCE = 20
Write = Callable[[Session], None]


def at_once(database: Database, first: Write, second: Write) -> str:
    """Lets `first` write and not commit, starts `second`, then commits the first; returns the refusal of the second."""
    outcome: list[str] = []
    begun = threading.Event()

    def other() -> None:
        with writing(), unlimited_session(database.engine, today=TODAY) as session:
            begun.set()
            session.connection()  # SQLite waits here, as it opens the transaction
            try:
                second(session)
                session.commit()
                outcome.append("")
            except RuleViolation as refusal:
                outcome.append(str(refusal))

    with writing(), unlimited_session(database.engine, today=TODAY) as session:
        session.connection()
        first(session)
        session.flush()
        thread = threading.Thread(target=other)
        thread.start()
        assert begun.wait(_PATIENCE)
        thread.join(0.5)
        assert thread.is_alive(), "the second does not wait"
        session.commit()
        thread.join(_PATIENCE)
    assert not thread.is_alive()
    return outcome[0]


def mandate_of(
    instance_id: int, function_id: int, person_id: int, seat_id: int | None = None, college_id: int | None = None
) -> Write:
    def write(session: Session) -> None:
        row = Mandate(
            instance=session.get_one(Instance, instance_id),
            function=session.get_one(MandateFunction, function_id),
            person=session.get_one(Person, person_id),
            seat=None if seat_id is None else session.get_one(Seat, seat_id),
            college=None if college_id is None else session.get_one(College, college_id),
            start_on=dt.date(2026, 1, 1),
        )
        check_mandate(row, others_of(session, row), TODAY)
        session.add(row)

    return write


def test_two_mandates_of_one_person(session: Session, database: Database) -> None:
    instance, function, person = make.InstanceFactory(), make.MandateFunctionFactory(), make.PersonFactory()
    ids = instance.id, function.id, person.id
    session.commit()
    session.close()
    assert "Already" in at_once(database, mandate_of(*ids), mandate_of(*ids))


def test_two_people_on_one_seat(session: Session, database: Database) -> None:
    seat, function = make.SeatFactory(), make.MandateFunctionFactory()
    people = [make.PersonFactory().id for _ in range(2)]
    ids, seat_id = (seat.instance_id, function.id), seat.id
    session.commit()
    session.close()
    writes = [mandate_of(*ids, person, seat_id) for person in people]
    assert "held by" in at_once(database, *writes)


def test_one_account_for_one_arrondissement(session: Session, database: Database) -> None:
    user_id, place_id = make.UserFactory().id, make.ArrondissementFactory().id
    session.commit()
    session.close()

    def write(other: Session) -> None:
        row = Referent(
            user=other.get_one(User, user_id),
            arrondissement=other.get_one(Arrondissement, place_id),
            start_on=dt.date(2026, 1, 1),
        )
        check_referent(row, other_referents(other, row))
        other.add(row)

    assert "already answers" in at_once(database, write, write)


def test_two_absences_of_one_account(session: Session, database: Database) -> None:
    user_id = make.UserFactory().id
    session.commit()
    session.close()

    def write(other: Session) -> None:
        row = Absence(user=other.get_one(User, user_id), start_on=TODAY, end_on=TODAY)
        check_absence(row, other_absences(other, row))
        other.add(row)

    assert "already recorded" in at_once(database, write, write)


def test_two_administrators_do_not_close_each_other(session: Session, database: Database) -> None:
    ids = [make.UserFactory(roles=["admin"]).id for _ in range(2)]
    session.commit()
    session.close()

    def close(user_id: int) -> Write:
        def write(other: Session) -> None:
            user = other.get_one(User, user_id)
            with other.no_autoflush:
                user.active = False
                check_admin_remains(other, user, TODAY)

        return write

    assert "last administrator" in at_once(database, close(ids[0]), close(ids[1]))


@pytest.mark.parametrize("first", [hold_register, lambda session: hold(session, [("person", n) for n in range(300)])])
def test_an_import_and_a_form_wait_for_each_other(session: Session, database: Database, first: Any) -> None:
    session.close()
    assert at_once(database, first, lambda other: hold(other, [("seat", 1)])) == ""
    assert at_once(database, lambda other: hold(other, [("seat", 1)]), first) == ""


def dissolution_of(instance_id: int) -> Write:
    def write(session: Session) -> None:
        body = session.get_one(Instance, instance_id)
        body.state, body.state_reason = InstanceState.DISSOLVED, "Fin"
        body.state_on = body.dissolved_on = dt.date(2026, 11, 1)
        end_with_body(session, body)

    return write


def test_nobody_is_enrolled_in_a_body_that_is_being_dissolved(session: Session, database: Database) -> None:
    ids = make.InstanceFactory().id, make.MandateFunctionFactory().id, make.PersonFactory().id
    session.commit()
    session.close()
    assert "This body was dissolved" in at_once(database, dissolution_of(ids[0]), mandate_of(*ids))


def test_who_is_being_enrolled_leaves_with_the_body_that_is_dissolved_then(
    session: Session, database: Database
) -> None:
    ids = make.InstanceFactory().id, make.MandateFunctionFactory().id, make.PersonFactory().id
    session.commit()
    session.close()
    assert at_once(database, mandate_of(*ids), dissolution_of(ids[0])) == ""
    assert [mandate.ended_on for mandate in session.scalars(select(Mandate))] == [dt.date(2026, 11, 1)]


def test_a_dissolution_waits_for_an_import_and_ends_what_it_brought(session: Session, database: Database) -> None:
    instance_id = make.InstanceFactory(name="Montchat").id
    session.commit()
    session.close()

    def import_it(other: Session) -> None:
        hold_register(other)
        data = workbook(("Nom", "Instance", "Début"), ("Durand", "Montchat", "01/01/2026"))
        apply(other, plan(other, "people", data, today=TODAY))

    assert at_once(database, import_it, dissolution_of(instance_id)) == ""
    assert [mandate.ended_on for mandate in session.scalars(select(Mandate))] == [dt.date(2026, 11, 1)]


def test_nobody_takes_a_seat_that_is_being_closed(session: Session, database: Database) -> None:
    seats = make.SeatFactory.create_batch(2)
    others = make.MandateFunctionFactory().id, make.PersonFactory().id
    (first, second) = [(seat.instance_id, *others, seat.id) for seat in seats]
    session.commit()
    session.close()

    def close(seat_id: int) -> Write:
        def write(other: Session) -> None:
            row = other.get_one(Seat, seat_id)
            row.closed_on = dt.date(2026, 11, 1)
            check_seat(other, row)

        return write

    assert "when the seat closes" in at_once(database, close(first[-1]), mandate_of(*first))
    assert "when the seat closes" in at_once(database, mandate_of(*second), close(second[-1]))


def test_a_body_does_not_open_while_a_seat_is_made_in_it(session: Session, database: Database) -> None:
    instance_id = make.InstanceFactory().id
    session.commit()
    session.close()

    def open_it(other: Session) -> None:
        row = other.get_one(Instance, instance_id)
        row.membership = Membership.OPEN
        check_structure(other, row)

    def make_seat(other: Session) -> None:
        row = Seat(instance=other.get_one(Instance, instance_id), number=1)
        check_seat(other, row)
        other.add(row)

    assert "It has seats" in at_once(database, make_seat, open_it)
    session.delete(session.scalars(select(Seat)).one())
    session.commit()
    session.close()
    assert "has no seats" in at_once(database, open_it, make_seat)


def test_a_type_does_not_open_while_a_seat_is_made_in_a_body_that_follows_it(
    session: Session, database: Database
) -> None:
    body = make.InstanceFactory()
    body.type.membership, ids = Membership.CLOSED, (body.id, body.type_id)
    session.commit()
    session.close()

    def open_type(other: Session) -> None:
        row = other.get_one(InstanceType, ids[1])
        row.membership = Membership.OPEN
        check_type(other, row)

    def make_seat(other: Session) -> None:
        row = Seat(instance=other.get_one(Instance, ids[0]), number=1)
        check_seat(other, row)
        other.add(row)

    assert "It has seats" in at_once(database, make_seat, open_type)
    session.delete(session.scalars(select(Seat)).one())
    session.commit()
    session.close()
    assert "has no seats" in at_once(database, open_type, make_seat)


def test_a_body_does_not_follow_a_type_that_is_being_opened(session: Session, database: Database) -> None:
    seat = make.SeatFactory()
    body, other_type = seat.instance, make.InstanceTypeFactory(membership=Membership.CLOSED)
    ids = body.id, other_type.id
    session.commit()
    session.close()

    def open_type(other: Session) -> None:
        row = other.get_one(InstanceType, ids[1])
        row.membership = Membership.OPEN
        check_type(other, row)

    def follow(other: Session) -> None:
        row = other.get_one(Instance, ids[0])
        row.type, row.membership = other.get_one(InstanceType, ids[1]), None
        check_structure(other, row)

    assert "It has seats" in at_once(database, open_type, follow)


@pytest.mark.parametrize("kind", ["college", "function"])
def test_what_a_mandate_is_given_stays_of_its_body(session: Session, database: Database, kind: str) -> None:
    """A college goes to another body, a function is kept for another one, while someone is enrolled with it."""
    body, other_body = make.InstanceFactory.create_batch(2)
    function, college, person = make.MandateFunctionFactory(), make.CollegeFactory(instance=body), make.PersonFactory()
    ids, college_id, other_id = (body.id, function.id, person.id), college.id, other_body.id
    session.commit()
    session.close()

    def enrol(other: Session) -> None:
        mandate_of(*ids, college_id=college_id if kind == "college" else None)(other)

    def move(other: Session) -> None:
        row: Any = other.get_one(College, college_id) if kind == "college" else other.get_one(MandateFunction, ids[1])
        row.instance = other.get_one(Instance, other_id)
        {"college": check_college, "function": check_function}[kind](other, row)

    assert "other bodies" in at_once(database, enrol, move)
    session.delete(session.scalars(select(Mandate)).one())
    session.commit()
    session.close()
    assert "belongs to another body" in at_once(database, move, enrol)


def test_those_who_write_about_others_do_not_wait(session: Session, database: Database) -> None:
    if database.kind == "sqlite":
        return  # one at a time, whatever they write
    session.close()
    with unlimited_session(database.engine, today=TODAY) as one, unlimited_session(database.engine, today=TODAY) as two:
        hold(one, [("person", 1), ("seat", 1)], leaning_on=[("instance", 1), ("function", 1)])
        hold(two, [("person", 2), ("organisation", 1), ("user", 1)], leaning_on=[("instance", 1), ("function", 1)])
        two.rollback()
        one.rollback()
