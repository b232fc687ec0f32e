"""The quorum of a meeting: a fraction of the members, whom it counts, and whether it is reached."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from mdo.composition.seats import open_on
from mdo.instances.rules import Rules, rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import day_of
from mdo.meetings.marking import Tally
from mdo.people.mandates import in_force_clause, sits_clause
from models.attendance import Attendance, Presence
from models.instances import Instance, QuorumBase, QuorumCounts, QuorumReach, Seat
from models.meetings import Meeting
from models.people import Mandate


@dataclass(frozen=True)
class Quorum:
    """`counted` of `total` are there, of whom `represented` by another; `needed` is the fraction, rounded up, or the
    number that comes after it where more than the fraction is asked for."""

    counted: int
    total: int
    needed: int
    numerator: int
    denominator: int
    base: QuorumBase
    counts: QuorumCounts
    represented: int
    reach: QuorumReach = QuorumReach.AT_LEAST

    @property
    def is_reached(self) -> bool:
        """A body without a member decides nothing."""
        return self.total > 0 and self.counted >= self.needed


def quorum(rules: Rules, *, total: int, present: int, represented: int) -> Quorum | None:
    """The quorum by the rules of a body, or None without a rule.

    `total` is the number of what the fraction is of, `present` and `represented` the members who are so marked.
    """
    if not rules.quorum_numerator or not rules.quorum_denominator:
        return None
    counts = rules.quorum_counts or QuorumCounts.PRESENT
    stand_ins = represented if counts is QuorumCounts.WITH_REPRESENTED else 0
    return Quorum(
        counted=present + stand_ins,
        total=total,
        needed=_needed(total, rules.quorum_numerator, rules.quorum_denominator, rules.quorum_reach),
        numerator=rules.quorum_numerator,
        denominator=rules.quorum_denominator,
        base=rules.quorum_base or QuorumBase.MANDATES,
        counts=counts,
        represented=stand_ins,
        reach=rules.quorum_reach,
    )


def _needed(total: int, numerator: int, denominator: int, reach: QuorumReach) -> int:
    if reach is QuorumReach.MORE_THAN:
        return total * numerator // denominator + 1
    return -(-total * numerator // denominator)


def quorum_of(session: AnySession, meeting: Meeting, tally: Tally) -> Quorum | None:
    """The quorum of a meeting from what its lines say; None for a body without a rule, and for the network."""
    if meeting.instance is None:
        return None
    rules = rules_of(meeting.instance)
    if not rules.quorum_numerator:
        return None
    base = rules.quorum_base or QuorumBase.MANDATES
    day = day_of(meeting.start_at)
    waiting = _substitutes(session, meeting, day)
    if base is QuorumBase.CONVENED:
        total = tally.convened - len(waiting)
    else:
        total = _total(session, meeting.instance, base, day)
    return quorum(
        rules,
        total=total,
        present=tally.present_members - sum(line.takes_a_place_twice for line in waiting),
        represented=tally.represented_members - sum(line.presence is Presence.REPRESENTED for line in waiting),
    )


@dataclass(frozen=True)
class _Waiting:
    """A substitute who was convened while the member she replaces holds the mandate: her mark, and that member's."""

    presence: Presence
    of_member: Presence | None

    @property
    def takes_a_place_twice(self) -> bool:
        """Present beside the member, who is there or is represented: one place counts once."""
        there = (Presence.PRESENT, Presence.REPRESENTED)
        return self.presence is Presence.PRESENT and self.of_member in there


def _substitutes(session: AnySession, meeting: Meeting, day: dt.date) -> list[_Waiting]:
    """The substitutes on the list of a meeting who replace nobody for good; one who also sits is none."""
    titular, line = aliased(Mandate), aliased(Attendance)
    same_person = and_(line.person_id.is_not(None), line.person_id == titular.person_id)
    same_body = and_(titular.person_id.is_(None), line.organisation_id == titular.organisation_id)
    rows = session.execute(
        select(Attendance.presence, line.presence, Mandate.person_id, Mandate.organisation_id)
        .join(Mandate, Mandate.id == Attendance.mandate_id)
        .join(titular, titular.id == Mandate.substitute_of_id)
        .outerjoin(line, and_(line.meeting_id == Attendance.meeting_id, or_(same_person, same_body)))
        .where(Attendance.meeting_id == meeting.id, Attendance.is_convened, not_(sits_clause(day)))
    ).all()
    if not rows or meeting.instance is None:
        return []
    sitting = _holders(session, meeting.instance, day)
    return [
        _Waiting(presence, of_member)
        for presence, of_member, person, organisation in rows
        if _holder(person, organisation) not in sitting
    ]


def _total(session: AnySession, instance: Instance, base: QuorumBase, day: dt.date) -> int:
    """The seats that are open on the day, or the holders of mandates in force: who holds two sits once."""
    if base is QuorumBase.SEATS:
        seats = select(func.count(Seat.id)).where(Seat.instance_id == instance.id, open_on(day))
        return session.scalar(seats) or 0
    return len(_holders(session, instance, day))


def _holders(session: AnySession, instance: Instance, day: dt.date) -> set[tuple[str, int | None]]:
    """Those who sit on a day: substitutes only while they replace."""
    holders = (
        select(Mandate.person_id, Mandate.organisation_id)
        .where(Mandate.instance_id == instance.id, in_force_clause(day), sits_clause(day))
        .distinct()
    )
    return {_holder(person, organisation) for person, organisation in session.execute(holders)}


def _holder(person: int | None, organisation: int | None) -> tuple[str, int | None]:
    return ("person", person) if person is not None else ("organisation", organisation)
