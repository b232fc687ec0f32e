"""Assiduity over a period: a line a person and body, then by body and by arrondissement, as their pages say it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.assiduity import Assiduity, convocations, counts, last_twelve_months, of_arrondissements
from mdo.reports.declaration import PLACES, Parameter, Report, Result, Values
from mdo.reports.places import where_asked
from mdo.reports.themes import Theme
from models.accounts import User
from models.attendance import Attendance
from models.instances import Instance
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Person
from models.territory import Arrondissement

_BODY = FIELD_LABELS[Instance]
_NETWORK = N_("Network of référents")


@dataclass(frozen=True)
class AssiduityLine:
    """Someone in a body, or a référent in the network when there is no body, over the period.

    `holder` is a person, an organisation or an account; None for one whom the reader does not see.
    """

    holder: Person | Organisation | User | None
    body: Instance | None
    found: Assiduity

    @property
    def sort_key(self) -> tuple[str, str]:
        return (self.body.sort_key if self.body else "~", getattr(self.holder, "sort_key", None) or str(self.holder))


def _count(name: str, label: str, value: Callable[[Assiduity], int]) -> Column:
    return Column(name, label, lambda row, today: value(row.found), Kind.INTEGER, width=8, sums=True)


# What one page holds across, in letters of eight points: the type of a body, which its name says, is folded.
COLUMNS = (
    Column("name", N_("Name"), lambda row, today: str(row.holder) if row.holder else None, width=24),
    Column(
        "instance",
        N_("Participative body"),
        lambda row, today: row.body.name if row.body else _NETWORK,
        Kind.ENUM,
        width=36,
    ),
    Column(
        "type",
        N_("Type of body"),
        lambda row, today: row.body.type.label if row.body else None,
        width=26,
        is_folded=True,
    ),
    Column(
        "arrondissements",
        _BODY["arrondissements"],
        lambda row, today: (arrondissement_names(row.body.arrondissements) or None) if row.body else None,
        width=10,
    ),
    _count("convened", N_("Convocations"), lambda found: found.convened),
    _count("present", N_("Present"), lambda found: found.present),
    _count("represented", N_("Represented"), lambda found: found.represented),
    _count("excused", N_("Excused"), lambda found: found.excused),
    _count("absent", N_("Absent"), lambda found: found.absent),
    _count("unmarked", N_("Not marked"), lambda found: found.unmarked),
    Column("rate", N_("Assiduity"), lambda row, today: row.found.rate, Kind.PERCENT, width=8),
)

_FIGURES = (
    Heading(N_("Meetings held")),
    Heading(N_("Convocations")),
    Heading(N_("Present")),
    Heading(N_("Represented")),
    Heading(N_("Excused")),
    Heading(N_("Absent")),
    Heading(N_("Not marked")),
    Heading(N_("Assiduity"), Kind.PERCENT),
)


def _numbers(found: Assiduity) -> tuple[Any, ...]:
    return (
        found.meetings,
        found.convened,
        found.present,
        found.represented,
        found.excused,
        found.absent,
        found.unmarked,
        found.rate,
    )


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The lines by body then name; the figures by body and by arrondissement are those of their pages."""
    first, last, criteria = values.first, values.last, _asked(values)
    whole = Assiduity(
        *session.execute(convocations(select(*counts()).select_from(Attendance), first, last).where(*criteria)).one()
    )
    bodies = {body.id: body for body in _bodies(session, values)}
    lines = sorted(_lines(session, first, last, criteria, bodies), key=lambda line: line.sort_key)
    by_body = _by_body(session, first, last, criteria, bodies, whole)
    by_place = _by_arrondissement(session, first, last, criteria, values, whole)
    return Result(len(lines), lines[:limit], (by_body, by_place))


def _asked(values: Values) -> list[ColumnElement[bool]]:
    """The meetings of the bodies asked for; all, the network's too, when none is."""
    asked = where_asked(values)
    return [Meeting.instance_id.in_(select(Instance.id).where(*asked))] if asked else []


def _bodies(session: AnySession, values: Values) -> Sequence[Instance]:
    return session.scalars(
        select(Instance)
        .where(*where_asked(values))
        .options(joinedload(Instance.type), selectinload(Instance.arrondissements))
    ).all()


def _lines(
    session: AnySession,
    first: dt.date | None,
    last: dt.date | None,
    criteria: Sequence[ColumnElement[bool]],
    bodies: dict[int, Instance],
) -> list[AssiduityLine]:
    keys = (Attendance.person_id, Attendance.user_id, Attendance.organisation_id, Meeting.instance_id)
    statement = convocations(select(*keys, *counts()).select_from(Attendance), first, last)
    rows = session.execute(statement.where(*criteria).group_by(*keys)).all()
    people = _by_id(session, Person, [row[0] for row in rows])
    users = _by_id(session, User, [row[1] for row in rows if row[0] is None])
    organisations = _by_id(session, Organisation, [row[2] for row in rows if row[0] is None and row[1] is None])
    return [
        AssiduityLine(
            people.get(person)
            if person is not None
            else users.get(user)
            if user is not None
            else organisations.get(of),
            bodies.get(body) if body is not None else None,
            Assiduity(*numbers),
        )
        for person, user, of, body, *numbers in rows
    ]


_BATCH = 500


def _by_id(session: AnySession, model: Any, ids: Sequence[int | None]) -> dict[int, Any]:
    """The rows of these ids that the reader sees."""
    wanted = sorted({row_id for row_id in ids if row_id is not None})
    found = {}
    for start in range(0, len(wanted), _BATCH):
        for row in session.scalars(select(model).where(model.id.in_(wanted[start : start + _BATCH]))):
            found[row.id] = row
    return found


def _by_body(
    session: AnySession,
    first: dt.date | None,
    last: dt.date | None,
    criteria: Sequence[ColumnElement[bool]],
    bodies: dict[int, Instance],
    whole: Assiduity,
) -> Summary:
    statement = convocations(select(Meeting.instance_id, *counts()).select_from(Attendance), first, last)
    rows = {
        row[0]: Assiduity(*row[1:]) for row in session.execute(statement.where(*criteria).group_by(Meeting.instance_id))
    }
    named = sorted((bodies[key].sort_key, bodies[key].name, found) for key, found in rows.items() if key in bodies)
    lines = [FigureLine(name, _numbers(found)) for _, name, found in named]
    if None in rows:
        lines.append(FigureLine(_NETWORK, _numbers(rows[None]), is_message=True))
    return Summary(
        N_("Assiduity by body"),
        N_("Participative body"),
        _FIGURES,
        tuple(lines),
        _numbers(whole),
        charted=(2, 3, 4, 5),
        note=N_("Not marked: neither a presence nor an absence; the rate leaves these out."),
    )


def _by_arrondissement(
    session: AnySession,
    first: dt.date | None,
    last: dt.date | None,
    criteria: Sequence[ColumnElement[bool]],
    values: Values,
    whole: Assiduity,
) -> Summary:
    found = of_arrondissements(session, first, last, values.arrondissement_ids or None, *criteria)
    places = session.scalars(
        select(Arrondissement).where(Arrondissement.id.in_(sorted(found))).order_by(Arrondissement.number)
    )
    return Summary(
        N_("Assiduity by arrondissement"),
        N_("Arrondissement"),
        _FIGURES,
        tuple(FigureLine(place.name, _numbers(found[place.id])) for place in places),
        _numbers(whole),
        charted=(2, 3, 4, 5),
        note=N_("A body of two arrondissements counts in each; those of the whole city and the network in the total."),
    )


REPORT = Report(
    name="assiduity",
    theme=Theme.MEMBERS,
    title=N_("Assiduity"),
    description=N_(
        "Present or represented ÷ convened, over the meetings held in a period: by person, by body and by "
        "arrondissement. What nobody marked is counted apart."
    ),
    parameters=(Parameter.PERIOD, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("MeetingView", "MandateView"),
    takes=("MeetingView", "MandateView"),
    default_period=last_twelve_months,
    period_help=N_("Days of the meetings, both included. Empty: the last twelve months."),
)
