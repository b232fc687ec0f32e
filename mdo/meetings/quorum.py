"""The quorum of a meeting: a fraction of the members, whom it counts, and whether it is reached."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, literal, not_, or_, select, union_all
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
    held = MeetingLines(meeting.id, day_of(meeting.start_at), tally)
    return quorums_of(session, meeting.instance, [held]).get(meeting.id)


@dataclass(frozen=True)
class MeetingLines:
    """A meeting by its id and its day, with what its lines say."""

    meeting_id: int
    day: dt.date
    tally: Tally


def quorums_of(session: AnySession, instance: Instance, meetings: Sequence[MeetingLines]) -> dict[int, Quorum]:
    """The quorum of meetings of one body by their ids, in two statements; empty for a body without a rule."""
    return quorums_of_bodies(session, [(instance, held) for held in meetings])


def quorums_of_bodies(session: AnySession, asked: Sequence[tuple[Instance, MeetingLines]]) -> dict[int, Quorum]:
    """The same of meetings of several bodies, in three statements at most; those of a body without a rule are left."""
    told = [(body, held, rules) for body, held in asked if (rules := rules_of(body)).quorum_numerator]
    if not told:
        return {}
    meetings = [(body, held) for body, held, _ in told]
    bases = {rules.quorum_base or QuorumBase.MANDATES for _, _, rules in told}
    waiting = _substitutes(session, [held for _, held in meetings])
    holders = _holders(session, meetings) if waiting or QuorumBase.MANDATES in bases else {}
    seats = _seats(session, meetings) if QuorumBase.SEATS in bases else {}
    found = {}
    for _body, held, rules in told:
        base = rules.quorum_base or QuorumBase.MANDATES
        sitting = holders.get(held.meeting_id, set())
        alone = [line for line in waiting if line.meeting_id == held.meeting_id and line.holder not in sitting]
        total = {
            QuorumBase.CONVENED: held.tally.convened - len(alone),
            QuorumBase.MANDATES: len(sitting),
            QuorumBase.SEATS: seats.get(held.meeting_id, 0),
        }[base]
        result = quorum(
            rules,
            total=total,
            present=held.tally.present_members - sum(line.takes_a_place_twice for line in alone),
            represented=held.tally.represented_members - sum(line.presence is Presence.REPRESENTED for line in alone),
        )
        if result is not None:
            found[held.meeting_id] = result
    return found


@dataclass(frozen=True)
class _Waiting:
    """A substitute who was convened while the member she replaces holds the mandate: her mark, and that member's."""

    meeting_id: int
    presence: Presence
    of_member: Presence | None
    holder: tuple[str, int | None]

    @property
    def takes_a_place_twice(self) -> bool:
        """Present beside the member, who is there or is represented: one place counts once."""
        there = (Presence.PRESENT, Presence.REPRESENTED)
        return self.presence is Presence.PRESENT and self.of_member in there


def _substitutes(session: AnySession, meetings: Sequence[MeetingLines]) -> list[_Waiting]:
    """The substitutes on the lists of meetings whom these convened beside those they replace."""
    titular, line = aliased(Mandate), aliased(Attendance)
    same_person = and_(line.person_id.is_not(None), line.person_id == titular.person_id)
    same_body = and_(titular.person_id.is_(None), line.organisation_id == titular.organisation_id)
    of_these = (and_(Attendance.meeting_id == held.meeting_id, not_(sits_clause(held.day))) for held in meetings)
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.presence, line.presence, Mandate.person_id, Mandate.organisation_id)
        .join(Mandate, Mandate.id == Attendance.mandate_id)
        .join(titular, titular.id == Mandate.substitute_of_id)
        .outerjoin(line, and_(line.meeting_id == Attendance.meeting_id, or_(same_person, same_body)))
        .where(Attendance.is_convened, or_(*of_these))
    )
    return [
        _Waiting(meeting_id, presence, of_member, _holder(person, organisation))
        for meeting_id, presence, of_member, person, organisation in rows
    ]


def _seats(session: AnySession, meetings: Sequence[tuple[Instance, MeetingLines]]) -> dict[int, int]:
    """The seats that are open on the day of each meeting."""
    parts = [
        select(literal(held.meeting_id), func.count(Seat.id)).where(Seat.instance_id == body.id, open_on(held.day))
        for body, held in meetings
    ]
    return {row[0]: row[1] for row in session.execute(union_all(*parts))}


def _holders(
    session: AnySession, meetings: Sequence[tuple[Instance, MeetingLines]]
) -> dict[int, set[tuple[str, int | None]]]:
    """Those who sit on the day of each meeting, who holds two sits once: substitutes only while they replace."""
    parts = [
        select(literal(held.meeting_id), Mandate.person_id, Mandate.organisation_id)
        .where(Mandate.instance_id == body.id, in_force_clause(held.day), sits_clause(held.day))
        .distinct()
        for body, held in meetings
    ]
    found: dict[int, set[tuple[str, int | None]]] = {}
    for meeting_id, person, organisation in session.execute(union_all(*parts)):
        found.setdefault(meeting_id, set()).add(_holder(person, organisation))
    return found


def _holder(person: int | None, organisation: int | None) -> tuple[str, int | None]:
    return ("person", person) if person is not None else ("organisation", organisation)
