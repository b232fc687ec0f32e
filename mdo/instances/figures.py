"""The figures of a body on a day, counted by the database: a body may have thousands of enrolments."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from mdo.context import AnySession
from mdo.instances.parity import GenderCounts
from mdo.people.mandates import MandateStatus, in_force_clause, status_clause
from models.instances import College, Instance
from models.people import Gender, Mandate, Person


@dataclass(frozen=True)
class BodyFigures:
    """How many sit on a body on a day.

    `members` are the mandates with start ≤ day ≤ end, `colleges` the same by name of college, most numerous first.
    `carried_over` are expired and not ended: the holder may still sit, but no date says so. `undated` are those whose
    start is unknown, so that nothing can be said of that day. `genders` are the people among the members, each once;
    an association without a named representative gives nobody.
    """

    members: int
    carried_over: int
    undated: int
    colleges: tuple[tuple[str, int], ...]
    genders: GenderCounts


def body_figures(session: AnySession, instance: Instance, day: dt.date) -> BodyFigures:
    """Counts the mandates of a body on a day, in two statements."""
    counted = (MandateStatus.IN_FORCE, MandateStatus.EXPIRED, MandateStatus.UNDATED)
    clauses = [status_clause(status, day) for status in counted]
    totals = [func.count(Mandate.id).filter(clause) for clause in clauses]
    by_college = session.execute(
        select(College.name, *totals)
        .select_from(Mandate)
        .outerjoin(Mandate.college)
        .where(Mandate.instance_id == instance.id, or_(*clauses))
        .group_by(College.name)
    ).all()
    named = [(row[0], row[1]) for row in by_college if row[0] is not None and row[1]]
    return BodyFigures(
        sum(row[1] for row in by_college),
        sum(row[2] for row in by_college),
        sum(row[3] for row in by_college),
        tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))),
        _genders(session, instance, day),
    )


def _genders(session: AnySession, instance: Instance, day: dt.date) -> GenderCounts:
    rows = session.execute(
        select(Person.gender, func.count(Person.id.distinct()))
        .select_from(Mandate)
        .join(Mandate.person)
        .where(Mandate.instance_id == instance.id, in_force_clause(day))
        .group_by(Person.gender)
    )
    found = {row[0]: row[1] for row in rows}
    return GenderCounts(
        women=found.get(Gender.FEMALE, 0),
        men=found.get(Gender.MALE, 0),
        other=found.get(Gender.OTHER, 0),
        unknown=found.get(Gender.UNKNOWN, 0),
    )
