"""Figures by arrondissement, by type of body and by month, and the bodies that a reader answers for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from mdo.composition.alerts import InstanceAlert, alert_clause
from mdo.home.figures import OF_BODIES, Figure
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.freshness.looked_at import stale_clause
from mdo.kernel.journal.access import left_clause
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.people.mandates import in_force_clause
from models.instances import Instance, InstanceState, InstanceType, instance_arrondissement
from models.journal import AccessLog
from models.organisations import Organisation
from models.people import Mandate
from models.territory import Arrondissement

BODIES_SHOWN = 12
EXPORTS_SHOWN = 8


@dataclass(frozen=True)
class PlaceFigures:
    """An arrondissement: its active bodies, how many of them are in alert, and how fresh its records are.

    `fresh` of `records` were changed or confirmed lately: active bodies and organisations.
    """

    id: int
    number: int
    name: str
    bodies: int
    in_alert: int
    fresh: int
    records: int

    @property
    def freshness(self) -> float | None:
        """From 0 to 1; None where there is no record."""
        return self.fresh / self.records if self.records else None


@dataclass(frozen=True)
class TypeFigures:
    """A kind of body and how many are active."""

    id: int
    label: str
    bodies: int


@dataclass(frozen=True)
class BodyLine:
    """A body that a reader answers for: its members in force and what is wrong with it."""

    id: int
    name: str
    type: str
    members: int
    alerts: tuple[InstanceAlert, ...]


def by_arrondissement(session: AnySession) -> list[PlaceFigures]:
    """The arrondissements in order, in one statement; a body of two is counted in both."""
    return [PlaceFigures(*row) for row in session.execute(kept(_by_arrondissement, context_of(session).today))]


def _by_arrondissement(today: dt.date) -> Any:
    active = Instance.state == InstanceState.ACTIVE
    alerted = or_(*(alert_clause(alert, today) for alert in InstanceAlert))
    link = instance_arrondissement
    of_place = Organisation.arrondissement_id == Arrondissement.id
    organisations = select(func.count(Organisation.id)).where(of_place).correlate(Arrondissement)
    is_fresh = ~stale_clause(Organisation, today)
    return (
        select(
            Arrondissement.id,
            Arrondissement.number,
            Arrondissement.name,
            func.count(case((active, Instance.id))),
            func.count(case((alerted, Instance.id))),
            func.count(case((and_(active, ~stale_clause(Instance, today)), Instance.id)))
            + organisations.where(is_fresh).scalar_subquery(),
            func.count(case((active, Instance.id))) + organisations.scalar_subquery(),
        )
        .select_from(Arrondissement)
        .outerjoin(link, link.c.arrondissement_id == Arrondissement.id)
        .outerjoin(Instance, Instance.id == link.c.instance_id)
        .group_by(Arrondissement.id, Arrondissement.number, Arrondissement.name)
        .order_by(Arrondissement.number)
    )


def own_places(session: AnySession) -> list[str]:
    """Names of the arrondissements that a référent answers for, in order; one statement."""
    return list(session.scalars(kept(_own_places, context_of(session).scope.arrondissement_ids)))


def _own_places(ids: frozenset[int]) -> Any:
    return select(Arrondissement.name).where(Arrondissement.id.in_(sorted(ids))).order_by(Arrondissement.number)


def by_type(session: AnySession) -> list[TypeFigures]:
    """The kinds of bodies that have active ones, most numerous first, in one statement."""
    return [TypeFigures(*row) for row in session.execute(kept(_by_type))]


def _by_type() -> Any:
    total = func.count(Instance.id)
    return (
        select(InstanceType.id, InstanceType.label, total)
        .join(Instance, Instance.type_id == InstanceType.id)
        .where(Instance.state == InstanceState.ACTIVE)
        .group_by(InstanceType.id, InstanceType.label)
        .order_by(total.desc(), InstanceType.label)
    )


def own_bodies(session: AnySession) -> list[BodyLine]:
    """The active bodies of a limited reader, those in alert first: a référent's own ones, or those of an élu·e; one
    statement."""
    context = context_of(session)
    lines = [
        BodyLine(row_id, name, kind, number, tuple(a for a, flag in zip(InstanceAlert, found, strict=True) if flag))
        for row_id, name, kind, number, *found in session.execute(kept(_own_bodies, context.scope, context.today))
    ]
    return sorted(lines, key=lambda line: not line.alerts)


def figures_of_bodies(lines: Sequence[BodyLine]) -> Mapping[Figure, int]:
    """What the lines of all the bodies of a limited reader already say: `OF_BODIES`, without asking again."""
    alerts = (sum(alert in line.alerts for line in lines) for alert in InstanceAlert)
    return dict(zip(OF_BODIES, (len(lines), *alerts), strict=True))


def _own_bodies(scope: Scope, today: dt.date) -> Select[Any]:
    members = (
        select(func.count())
        .select_from(Mandate)
        .where(Mandate.instance_id == Instance.id, in_force_clause(today))
        .correlate(Instance)
        .scalar_subquery()
    )
    flags = [case((alert_clause(alert, today), 1), else_=0) for alert in InstanceAlert]
    statement = (
        select(Instance.id, Instance.name, InstanceType.label, members, *flags)
        .join(Instance.type)
        .where(Instance.state == InstanceState.ACTIVE)
        .order_by(Instance.sort_key, Instance.id)
    )
    if scope.reach is Reach.ARRONDISSEMENTS:
        statement = statement.where(writable_clause(Instance, scope, today))
    return statement.execution_options(**ROW_BY_ROW)


def last_exports(session: AnySession) -> Sequence[AccessLog]:
    """The last files that left the application."""
    statement = (
        select(AccessLog).where(left_clause()).order_by(AccessLog.at.desc(), AccessLog.id.desc()).limit(EXPORTS_SHOWN)
    )
    return session.scalars(statement).all()
