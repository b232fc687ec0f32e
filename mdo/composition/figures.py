"""The figures of a body on a day, counted by the database: a body may have thousands of enrolments."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select

from mdo.composition.parity import GenderCounts
from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.people.mandates import MandateStatus, in_force_clause, sits_clause, status_clause
from models.instances import College, Instance
from models.people import Gender, Mandate, Person


@dataclass(frozen=True)
class BodyFigures:
    """How many sit on a body on a day.

    `members` are the mandates in force, `sitting` those of them who sit: substitutes only while they replace;
    `colleges` are the latter by name of college, most numerous first.
    `carried_over` are expired and not ended: the holder may still sit, but no date says so. `undated` are those whose
    start is unknown, so that nothing can be said of that day. `genders` are the people among those who sit, each once;
    an association without a named representative gives nobody.
    """

    members: int
    carried_over: int
    undated: int
    colleges: tuple[tuple[str, int], ...]
    genders: GenderCounts
    sitting: int = 0


class Figures(dict[int, BodyFigures]):
    """The figures by id of the body; one without any mandate has zeros."""

    def __missing__(self, instance_id: int) -> BodyFigures:
        return BodyFigures(0, 0, 0, (), GenderCounts())


def body_figures(session: AnySession, instance: Instance, day: dt.date) -> BodyFigures:
    """Counts the mandates of a body on a day, in two statements."""
    return figures_of(session, [instance.id], day)[instance.id]


def figures_of(session: AnySession, bodies: Sequence[int] | Select[int], day: dt.date) -> Figures:
    """The same for several bodies (ids, or a statement that gives them), in two statements whatever their number."""
    counted = (MandateStatus.IN_FORCE, MandateStatus.EXPIRED, MandateStatus.UNDATED)
    clauses = [status_clause(status, day) for status in counted]
    sitting = and_(in_force_clause(day), sits_clause(day))
    totals = [func.count(Mandate.id).filter(clause) for clause in (*clauses, sitting)]
    rows = session.execute(
        select(Mandate.instance_id, College.name, *totals)
        .select_from(Mandate)
        .outerjoin(Mandate.college)
        .where(Mandate.instance_id.in_(bodies), or_(*clauses))
        .group_by(Mandate.instance_id, College.name)
    )
    by_college: dict[int, list[tuple[str | None, int, int, int, int]]] = {}
    for instance_id, *row in rows:
        by_college.setdefault(instance_id, []).append((row[0], row[1], row[2], row[3], row[4]))
    genders = _genders(session, bodies, day)
    found = Figures()
    for instance_id in by_college.keys() | genders.keys():
        counts = by_college.get(instance_id, [])
        named = [(row[0], row[4]) for row in counts if row[0] is not None and row[4]]
        found[instance_id] = BodyFigures(
            sum(row[1] for row in counts),
            sum(row[2] for row in counts),
            sum(row[3] for row in counts),
            tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))),
            genders.get(instance_id, GenderCounts()),
            sum(row[4] for row in counts),
        )
    return found


def _genders(session: AnySession, bodies: Sequence[int] | Select[int], day: dt.date) -> dict[int, GenderCounts]:
    rows = session.execute(
        select(Mandate.instance_id, Person.gender, func.count(Person.id.distinct()))
        .select_from(Mandate)
        .join(Mandate.person)
        .where(Mandate.instance_id.in_(bodies), in_force_clause(day), sits_clause(day))
        .group_by(Mandate.instance_id, Person.gender),
        execution_options=ROW_BY_ROW,
    )
    found: dict[int, dict[Gender, int]] = {}
    for instance_id, gender, number in rows:
        found.setdefault(instance_id, {})[gender] = number
    return {
        instance_id: GenderCounts(
            women=counts.get(Gender.FEMALE, 0),
            men=counts.get(Gender.MALE, 0),
            other=counts.get(Gender.OTHER, 0),
            unknown=counts.get(Gender.UNKNOWN, 0),
        )
        for instance_id, counts in found.items()
    }
