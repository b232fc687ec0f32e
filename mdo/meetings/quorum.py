"""The quorum of a meeting: a fraction of the members, whom it counts, and whether it is reached."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from mdo.context import AnySession
from mdo.instances.rules import Rules, rules_of
from mdo.instances.seats import open_on
from mdo.meetings.marking import Tally
from mdo.people.mandates import in_force_clause
from mdo.periods import day_of
from models.instances import Instance, QuorumBase, QuorumCounts, Seat
from models.meetings import Meeting
from models.people import Mandate


@dataclass(frozen=True)
class Quorum:
    """`counted` of `total` are there, of whom `represented` by another; `needed` is the fraction, rounded up."""

    counted: int
    total: int
    needed: int
    numerator: int
    denominator: int
    base: QuorumBase
    counts: QuorumCounts
    represented: int

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
        needed=-(-total * rules.quorum_numerator // rules.quorum_denominator),
        numerator=rules.quorum_numerator,
        denominator=rules.quorum_denominator,
        base=rules.quorum_base or QuorumBase.MANDATES,
        counts=counts,
        represented=stand_ins,
    )


def quorum_of(session: AnySession, meeting: Meeting, tally: Tally) -> Quorum | None:
    """The quorum of a meeting from what its lines say; None for a body without a rule, and for the network."""
    if meeting.instance is None:
        return None
    rules = rules_of(meeting.instance)
    if not rules.quorum_numerator:
        return None
    base = rules.quorum_base or QuorumBase.MANDATES
    total = (
        tally.convened
        if base is QuorumBase.CONVENED
        else _total(session, meeting.instance, base, day_of(meeting.start_at))
    )
    return quorum(rules, total=total, present=tally.present_members, represented=tally.represented_members)


def _total(session: AnySession, instance: Instance, base: QuorumBase, day: dt.date) -> int:
    """The seats that are open on the day, or the holders of mandates in force: who holds two sits once."""
    if base is QuorumBase.SEATS:
        seats = select(func.count(Seat.id)).where(Seat.instance_id == instance.id, open_on(day))
        return session.scalar(seats) or 0
    holders = (
        select(Mandate.person_id, Mandate.organisation_id)
        .where(Mandate.instance_id == instance.id, in_force_clause(day))
        .distinct()
    )
    found = {
        ("person", person) if person is not None else ("organisation", organisation)
        for person, organisation in session.execute(holders)
    }
    return len(found)
