"""The members of a body on a day, by college, vacant seats first; from three statements whatever their number."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import joinedload

from mdo.composition.parity import GenderCounts
from mdo.composition.seats import SeatCounts, SeatStatus, count_seats, seat_states
from mdo.composition.vacancies import last_held_on, vacant_since
from mdo.instances.rules import is_enrolment, rules_of
from mdo.kernel.base.context import AnySession
from mdo.people.mandates import MandateStatus, status_clause, status_of
from models.instances import College, Instance, InstanceState, Seat
from models.people import Gender, Mandate


@dataclass(frozen=True)
class Member:
    """A mandate that has not ended; `is_near`: its term is past or near, nothing follows it, and it may be renewed."""

    mandate: Mandate
    status: MandateStatus
    is_near: bool


@dataclass(frozen=True)
class VacantSeat:
    """A seat that nobody holds, with the first day of which that is known."""

    seat: Seat
    since: dt.date | None


@dataclass(frozen=True)
class CollegeMembers:
    """A college of the body, or what is of none: how many seats are open, the vacant ones, the members by name."""

    college: College | None
    seats: int
    vacant: Sequence[VacantSeat]
    members: Sequence[Member]


@dataclass(frozen=True)
class BodyMembers:
    """Who sits in a body and which seats wait, with the counts of seats and, of people in force, of genders."""

    colleges: Sequence[CollegeMembers]
    seats: SeatCounts
    genders: GenderCounts

    @property
    def members(self) -> list[Member]:
        return [member for college in self.colleges for member in college.members]

    @property
    def near(self) -> list[Member]:
        return [member for member in self.members if member.is_near]

    @property
    def vacant(self) -> list[VacantSeat]:
        return [vacant for college in self.colleges for vacant in college.vacant]


def listed_clause(instance: Instance, day: dt.date) -> ColumnElement[bool]:
    """The mandates of a body that have not ended, as an expression on `Mandate`."""
    return and_(Mandate.instance_id == instance.id, not_(status_clause(MandateStatus.ENDED, day)))


def members_of(session: AnySession, instance: Instance, day: dt.date) -> BodyMembers:
    """The members of a body on a day, in the order of its colleges; functions of the bureau first, then by name."""
    found = session.scalars(
        select(Mandate)
        .where(listed_clause(instance, day))
        .options(
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.function),
            joinedload(Mandate.college),
        )
    ).all()
    seats = session.scalars(
        select(Seat).where(Seat.instance_id == instance.id).options(joinedload(Seat.college)).order_by(Seat.number)
    ).all()
    states = seat_states(instance, seats, found, day)
    empty = [state.seat for state in states if state.status is SeatStatus.VACANT]
    held = last_held_on(session, empty, day) if empty else {}
    followed = {mandate.previous_id for mandate in found}
    soon = rules_of(instance).ends_soon_days
    members = [_member(instance, mandate, followed, day, soon) for mandate in sorted(found, key=_order)]
    colleges = {row.id: row for row in (item.college for item in (*found, *seats)) if row is not None}
    in_order = sorted(colleges.values(), key=lambda row: (row.position, row.name, row.id))
    groups = (
        CollegeMembers(
            college,
            sum(1 for state in states if state.seat.college_id == key),
            [VacantSeat(seat, vacant_since(seat, held.get(seat.id))) for seat in empty if seat.college_id == key],
            [member for member in members if member.mandate.college_id == key],
        )
        for key, college in (*((row.id, row) for row in in_order), (None, None))
    )
    shown = [group for group in groups if group.vacant or group.members]
    return BodyMembers(shown, count_seats(states), _genders(found, day))


def _order(mandate: Mandate) -> tuple[object, ...]:
    holder = mandate.person or mandate.organisation
    return (
        not mandate.function.is_bureau,
        mandate.function.position,
        holder is None,
        str(holder).casefold(),
        mandate.id,
    )


def _member(instance: Instance, mandate: Mandate, followed: set[int | None], day: dt.date, soon: int) -> Member:
    end = mandate.planned_end_on
    may_be_renewed = (
        end is not None
        and mandate.ended_on is None
        and mandate.id not in followed
        and instance.state is not InstanceState.DISSOLVED
        and not is_enrolment(instance, mandate.function)
    )
    is_near = may_be_renewed and end is not None and (end - day).days <= soon
    return Member(mandate, status_of(mandate, day), is_near)


def _genders(mandates: Sequence[Mandate], day: dt.date) -> GenderCounts:
    """The people in force who sit, each once: substitutes only while whom they replace holds nothing."""
    holding = {mandate.id for mandate in mandates if mandate.start_on is None or mandate.start_on <= day}
    people = {
        mandate.person
        for mandate in mandates
        if status_of(mandate, day) is MandateStatus.IN_FORCE and mandate.substitute_of_id not in holding
    }
    counts = Counter(person.gender for person in people if person is not None)
    return GenderCounts(counts[Gender.FEMALE], counts[Gender.MALE], counts[Gender.OTHER], counts[Gender.UNKNOWN])
