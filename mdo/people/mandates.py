"""Mandates by date: their status, the composition of a body, and what may be written.

One definition of the end serves all: the actual end when there is one, whatever was planned; else the planned end; an
enrolment in an open body has no planned end, even if a date was typed. Both bounds are included, save that a
resignation, a move, an exclusion, a replacement or a death takes effect on its day: the mandate is over that day, and
another may begin on it. Hence a mandate is in force on D exactly when start ≤ D ≤ last day.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from mdo.instances.register import OF_SUBSTITUTES
from mdo.instances.rules import is_enrolment
from mdo.instances.structure import _ONE_DAY, AT_ONCE, check_college_of, last_day_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import have_common_day
from mdo.kernel.base.relations import target_of
from mdo.kernel.deadlines.dates import day_after
from mdo.kernel.rules.twofold import Cases, Rule
from mdo.kernel.states.acts import Act, Machine, never
from models.instances import Instance, InstanceState, InstanceType, MandateFunction, Membership
from models.people import Mandate


class MandateStatus(StrEnum):
    """Where a mandate stands on a day."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    ENDED = "ended"
    UNDATED = "undated"


def _propose_end(session: AnySession, mandate: Mandate) -> dict[str, Any]:
    today = context_of(session).today
    return {} if mandate.ended_on is not None else {"ended_on": max(today, mandate.start_on or today)}


MANDATE_ACTS = Machine(Mandate, (
    Act("end", N_("End the mandates"), "calendar-x", ("ended_on", "end_reason"), N_("End of the mandate: %(what)s"),
        offered=never, propose=_propose_end, in_bulk=True),
))  # fmt: skip


def status_of(mandate: Mandate, day: dt.date) -> MandateStatus:
    """The status on a day. Reads the body, its type and the function.

    Ended: the actual end is before that day, or on it for what takes effect at once. Undated (« à compléter »): the
    start is unknown and it has not ended. Expired (« échu »): the planned end is before that day and nobody recorded an
    actual end.
    """
    last_day = last_day_of(mandate)
    if mandate.ended_on is not None and last_day is not None and last_day < day:
        return MandateStatus.ENDED
    if mandate.start_on is None:
        return MandateStatus.UNDATED
    if mandate.start_on > day:
        return MandateStatus.UPCOMING
    return MandateStatus.IN_FORCE if last_day is None or last_day >= day else MandateStatus.EXPIRED


def status_clause(status: MandateStatus, day: dt.date) -> ColumnElement[bool]:
    """The same statuses as an expression on `Mandate`, never null: it may be negated."""
    start, planned, ended = Mandate.start_on, Mandate.planned_end_on, Mandate.ended_on
    over = and_(ended.is_not(None), or_(ended < day, ended_at_once_clause(day)))
    if status is MandateStatus.ENDED:
        return over
    if status is MandateStatus.UNDATED:
        return and_(start.is_(None), not_(over))
    if status is MandateStatus.UPCOMING:
        return and_(start.is_not(None), start > day, not_(over))
    past_term = and_(ended.is_(None), planned.is_not(None), planned < day, not_(enrolment_clause()))
    # Most mandates began before today: SQLite would look for them by their start and read each, not the status index,
    # nor the planned end of those that expired.
    began = and_(start.is_not(None), func.coalesce(start, start) <= day)
    if status is MandateStatus.EXPIRED:
        return and_(began, past_term)
    return and_(began, not_(over), not_(past_term))


def ended_at_once_clause(day: dt.date) -> ColumnElement[bool]:
    """The mandates whose end takes effect on this very day, as an expression on `Mandate`, never null."""
    reason = Mandate.end_reason
    return and_(Mandate.ended_on.is_not(None), Mandate.ended_on == day, reason.is_not(None), reason.in_(AT_ONCE))


def last_day_expression() -> ColumnElement[dt.date]:
    """The last day of the mandates that ended, as `last_day_of` has it, as an expression on `Mandate`."""
    at_once = and_(Mandate.end_reason.is_not(None), Mandate.end_reason.in_(AT_ONCE))
    return case((at_once, day_after(Mandate.ended_on, -1)), else_=Mandate.ended_on)


def in_force_clause(day: dt.date) -> ColumnElement[bool]:
    """The mandates with start ≤ day ≤ end, as an expression on `Mandate`."""
    return status_clause(MandateStatus.IN_FORCE, day)


def sits_clause(day: dt.date) -> ColumnElement[bool]:
    """The mandates of those who sit, in force or not: substitutes only while whom they replace holds nothing any more.

    As an expression on `Mandate`.
    """
    start = Mandate.start_on
    holds = and_(not_(status_clause(MandateStatus.ENDED, day)), or_(start.is_(None), start <= day))
    return or_(Mandate.substitute_of_id.is_(None), not_(Mandate.substitute_of.has(holds)))


def stands_in(mandate: Mandate) -> bool:
    """Whether a mandate is of a substitute, who fills no seat: of somebody, or of a seat whose holder is not named yet.

    Reads the function.
    """
    return target_of(mandate, "substitute_of") is not None or mandate.function.code == OF_SUBSTITUTES


def stands_in_clause() -> ColumnElement[bool]:
    """The same as an expression on `Mandate`, never null."""
    functions = select(MandateFunction.id).where(MandateFunction.code == OF_SUBSTITUTES)
    return or_(Mandate.substitute_of_id.is_not(None), Mandate.function_id.in_(functions))


def never_ended_clause() -> ColumnElement[bool]:
    """The mandates without an actual end, to be found by their planned end.

    Most mandates have no actual end: without statistics, SQLite would look for them first and read them all.
    """
    return func.coalesce(Mandate.ended_on, Mandate.ended_on).is_(None)


def enrolment_clause() -> ColumnElement[bool]:
    """Whether a mandate is an enrolment without term, as an expression on `Mandate`, never null."""
    membership = func.coalesce(Instance.membership, InstanceType.membership)
    open_bodies = select(Instance.id).join(Instance.type).where(membership == Membership.OPEN)
    bureau = select(MandateFunction.id).where(MandateFunction.is_bureau)
    return and_(Mandate.instance_id.in_(open_bodies), Mandate.function_id.not_in(bureau))


# ---- What may be written ---------------------------------------------------------------------------------------------

_END_BEFORE_START = N_("The end comes before the start (%(start)s).")
# By whether the start and the end of the other mandate are known.
_OVERLAPS = {
    (True, True): N_(
        "Already %(function)s – %(instance)s, from %(start)s to %(end)s: change the dates or end it first."
    ),
    (True, False): N_("Already %(function)s – %(instance)s, since %(start)s: change the dates or end it first."),
    (False, True): N_(
        "Already %(function)s – %(instance)s, until %(end)s, from an unknown date: complete its start first."
    ),
    (False, False): N_("Already %(function)s – %(instance)s, from an unknown date: complete its start first."),
}


def check_dates(mandate: Mandate) -> None:
    """Refuses an end, planned or actual, before the start."""
    _check_not_before_start(mandate, mandate.planned_end_on, "planned_end_on")
    _check_not_before_start(mandate, mandate.ended_on, "ended_on")


def _check_not_before_start(mandate: Mandate, day: dt.date | None, field: str) -> None:
    if day is not None and mandate.start_on is not None and day < mandate.start_on:
        raise RuleViolation(_END_BEFORE_START, field=field, start=mandate.start_on)


def check_end_reason(mandate: Mandate) -> None:
    """Refuses an actual end without its reason, and a reason without an end."""
    if mandate.ended_on is not None and mandate.end_reason is None:
        raise RuleViolation(N_("Say why the mandate ended."), field="end_reason")
    if mandate.ended_on is None and mandate.end_reason is not None:
        raise RuleViolation(N_("Give the last day, or leave the reason empty."), field="ended_on")


def check_no_renewal_after(mandate: Mandate, others: Iterable[Mandate]) -> None:
    """Refuses that a mandate ends before the renewal that follows it begins: who leaves does not come back by it."""
    last_day = last_day_of(mandate)
    if mandate.ended_on is None or last_day is None:
        return
    for other in others:
        follows = other.previous is mandate or (other.previous_id is not None and other.previous_id == mandate.id)
        if follows and other.start_on is not None and other.start_on > last_day + _ONE_DAY:
            raise RuleViolation(
                N_("Renewed from %(start)s already: delete that renewal first, then end this mandate."),
                field="ended_on",
                start=other.start_on,
            )


def check_overlap(candidate: Mandate, others: Iterable[Mandate]) -> None:
    """Refuses a second mandate of the same holder in the same body and function over a common day.

    The holder is the person, or the organisation when there is no person. An unknown start reaches back without
    limit: the sentence, which names the other mandate, then asks to complete it.
    """
    place = place_of(candidate)
    for other in others:
        if other is candidate or place_of(other) != place:
            continue
        start, end = other.start_on, last_day_of(other)
        if have_common_day(candidate.start_on, last_day_of(candidate), start, end):
            raise RuleViolation(
                _OVERLAPS[start is not None, end is not None],
                field="start_on",
                function=str(other.function),
                instance=str(other.instance),
                start=start,
                end=end,
            )


def place_of(mandate: Mandate) -> tuple[object, ...]:
    """Who holds what, and where: the holder is the person, or the organisation when there is no person."""
    person = target_of(mandate, "person")
    holder = ("organisation", target_of(mandate, "organisation")) if person is None else ("person", person)
    return (*holder, target_of(mandate, "instance"), target_of(mandate, "function"))


def check_place(mandate: Mandate) -> None:
    """Refuses a function, a college, a seat or a substitute of another body, and a seat for an enrolment."""
    instance, function, seat = mandate.instance, mandate.function, mandate.seat
    if function.instance_id is not None and function.instance_id != instance.id:
        raise RuleViolation(N_("This function belongs to another body."), field="function_id")
    check_college_of(instance, mandate.college)
    if seat is not None and seat.instance_id != instance.id:
        raise RuleViolation(
            N_("The seat %(seat)s is not one of %(instance)s: choose a seat of this body, or change the body."),
            field="seat_id",
            seat=f"{seat} – {seat.instance}" if seat.instance is not None else str(seat),
            instance=str(instance),
        )
    if seat is not None and is_enrolment(instance, function):
        raise RuleViolation(N_("An enrolment in a body with open membership has no seat."), field="seat_id")
    replaced = mandate.substitute_of
    if replaced is not None and target_of(replaced, "instance") != target_of(mandate, "instance"):
        raise RuleViolation(
            N_("This mandate belongs to another body: nobody there is its substitute."), field="substitute_of_id"
        )


def check_body_lives(mandate: Mandate) -> None:
    """Refuses a mandate that begins or goes on after its body was dissolved. What is over may still be recorded."""
    instance = mandate.instance
    if instance.state is not InstanceState.DISSOLVED:
        return
    day = instance.dissolved_on or instance.state_on
    if day is None:
        if mandate.ended_on is None:
            raise RuleViolation(
                N_("This body is dissolved: only mandates that ended are recorded."), field="instance_id"
            )
    elif (
        mandate.ended_on is None or mandate.ended_on > day or (mandate.start_on is not None and mandate.start_on > day)
    ):
        raise RuleViolation(
            N_("This body was dissolved on %(day)s: give the mandate an end by that day."), field="instance_id", day=day
        )


def check_seat_is_free(candidate: Mandate, others: Sequence[Mandate]) -> None:
    """Refuses a second holder of the seat over a common day; a substitute shares the seat of the one replaced."""
    seat = target_of(candidate, "seat")
    if seat is None or stands_in(candidate):
        return
    for other in others:
        if other is candidate or target_of(other, "seat") != seat or stands_in(other):
            continue
        if have_common_day(candidate.start_on, last_day_of(candidate), other.start_on, last_day_of(other)):
            holder, last = str(other.person or other.organisation), last_day_of(other)
            if candidate.start_on is None and last is not None:
                raise RuleViolation(
                    N_("The last day of %(holder)s in this seat is %(day)s: give the start of this mandate."),
                    field="start_on",
                    holder=holder,
                    day=last,
                )
            raise RuleViolation(N_("This seat is held by %(holder)s over these dates."), field="seat_id", holder=holder)


_OF_ENROLMENT = (
    Mandate.instance_id,
    Mandate.function_id,
    Instance.type_id,
    Instance.membership,
    InstanceType.membership,
    MandateFunction.is_bureau,
)
_OF_END = (Mandate.ended_on, Mandate.end_reason)
STATUS = Cases(
    MandateStatus, status_of, status_clause, (Mandate.start_on, Mandate.planned_end_on, *_OF_END, *_OF_ENROLMENT)
)
LAST_DAY = Rule(last_day_of, last_day_expression, _OF_END, when=lambda row: row.ended_on is not None)
STANDS_IN = Rule(
    lambda row, today: stands_in(row),
    lambda today: stands_in_clause(),
    (Mandate.substitute_of_id, Mandate.function_id, MandateFunction.code),
)
ENROLMENT = Rule(lambda row, today: is_enrolment(row.instance, row.function), enrolment_clause, _OF_ENROLMENT)
