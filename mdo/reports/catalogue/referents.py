"""The network of référents on a day: who answers for each arrondissement, who is away, what is to be looked at."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from mdo.home.places import PlaceFigures, by_arrondissement
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.freshness.looked_at import stale_clause
from mdo.kernel.labels import FIELD_LABELS
from mdo.network.answering import answers_clause
from mdo.reports.declaration import Parameter, Report, Result, Values
from mdo.reports.themes import Theme
from models.accounts import User
from models.instances import Instance, InstanceState, instance_arrondissement
from models.network import Absence, Referent
from models.people import Person
from models.territory import Arrondissement

_REFERENT = FIELD_LABELS[Referent]
_COVERED, _UNCOVERED = N_("Covered"), N_("No référent")


@dataclass(frozen=True)
class NetworkLine:
    """An arrondissement and one of its référents; without référent, it is left to nobody. `absence` is under way or
    the next one."""

    place: PlaceFigures
    referent: Referent | None
    absence: Absence | None
    to_refresh: int


def _stand_in(row: NetworkLine, today: dt.date) -> str | None:
    return str(row.absence.replacement) if row.absence and row.absence.replacement else None


COLUMNS = (
    Column("arrondissement", _REFERENT["arrondissement"], lambda row, today: row.place.name, width=24),
    Column("referent", N_("Référent"), lambda row, today: str(row.referent.user) if row.referent else None, width=28),
    Column(
        "coverage",
        N_("Coverage"),
        lambda row, today: _COVERED if row.referent else _UNCOVERED,
        Kind.ENUM,
        width=20,
    ),
    Column(
        "start_on",
        _REFERENT["start_on"],
        lambda row, today: row.referent.start_on if row.referent else None,
        Kind.DATE,
        width=14,
    ),
    Column(
        "end_on",
        _REFERENT["end_on"],
        lambda row, today: row.referent.end_on if row.referent else None,
        Kind.DATE,
        width=14,
    ),
    Column(
        "replacement",
        _REFERENT["replacement"],
        lambda row, today: str(row.referent.replacement) if row.referent and row.referent.replacement else None,
        width=28,
    ),
    Column(
        "absent_from",
        N_("Absent from"),
        lambda row, today: row.absence.start_on if row.absence else None,
        Kind.DATE,
        width=14,
    ),
    Column(
        "absent_until",
        N_("Absent until"),
        lambda row, today: row.absence.end_on if row.absence else None,
        Kind.DATE,
        width=14,
    ),
    Column("stand_in", N_("Stands in"), _stand_in, width=28),
    Column("bodies", N_("Active bodies"), lambda row, today: row.place.bodies, Kind.INTEGER, width=12),
    Column("in_alert", N_("Bodies in alert"), lambda row, today: row.place.in_alert, Kind.INTEGER, width=12),
    Column(
        "to_refresh", N_("Bodies unchanged for 180 days"), lambda row, today: row.to_refresh, Kind.INTEGER, width=14
    ),
    Column(
        "email",
        FIELD_LABELS[Person]["email"],
        lambda row, today: row.referent.user.email if row.referent else None,
        Kind.EMAIL,
        width=34,
        is_personal=True,
    ),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The arrondissements that the reader answers for, all for the mission, each with its référents of the day."""
    asked = values.arrondissement_ids
    scope = context_of(session).scope
    places = [
        place
        for place in by_arrondissement(session)
        if (not asked or place.id in asked) and (scope.is_unlimited or place.id in scope.arrondissement_ids)
    ]
    referents: dict[int, list[Referent | None]] = {}
    for referent in _referents(session, values.day):
        referents.setdefault(referent.arrondissement_id, []).append(referent)
    absences = _absences(session, values.day)
    stale = _to_refresh(session)
    nobody: list[Referent | None] = [None]
    lines = [
        NetworkLine(place, one, absences.get(one.user_id) if one else None, stale.get(place.id, 0))
        for place in places
        for one in referents.get(place.id, nobody)
    ]
    return Result(len(lines), lines[:limit])


def _referents(session: AnySession, day: dt.date) -> Sequence[Referent]:
    return session.scalars(
        select(Referent)
        .join(Referent.user)
        .where(answers_clause(day))
        .order_by(func.lower(User.last_name), func.lower(User.first_name), Referent.id)
        .options(joinedload(Referent.user), joinedload(Referent.replacement))
    ).all()


def _absences(session: AnySession, day: dt.date) -> dict[int, Absence]:
    """The absence under way, or the next one, of each account."""
    rows = session.scalars(
        select(Absence)
        .where(Absence.end_on >= day)
        .order_by(Absence.start_on.desc(), Absence.id.desc())
        .options(joinedload(Absence.replacement))
    )
    return {row.user_id: row for row in rows}


def _to_refresh(session: AnySession) -> dict[int, int]:
    """How many active bodies of each arrondissement nobody has changed for long."""
    link = instance_arrondissement
    rows = session.execute(
        select(Arrondissement.id, func.count(Instance.id))
        .join(link, link.c.arrondissement_id == Arrondissement.id)
        .join(Instance, Instance.id == link.c.instance_id)
        .where(and_(Instance.state == InstanceState.ACTIVE, stale_clause(Instance, context_of(session).today)))
        .group_by(Arrondissement.id)
    )
    return dict(rows.all())


REPORT = Report(
    name="referents",
    theme=Theme.NETWORK,
    title=N_("Network of référents"),
    description=N_(
        "Who answers for each arrondissement on a day, who replaces, who is away, and how many of its bodies are in "
        "alert or unchanged for long."
    ),
    parameters=(Parameter.DAY, Parameter.ARRONDISSEMENTS),
    columns=COLUMNS,
    run=run,
    reads=("ReferentView", "AbsenceView"),
    takes=("ReferentView", "AbsenceView"),
)
