"""The requests of bodies as their next meeting wants them: those open first, then those answered since the last one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, start_of_day
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import PLACES, Parameter, Report, Result, Values
from mdo.reports.places import where_asked
from mdo.reports.themes import Theme
from mdo.requests.states import age_of, status_of
from models.instances import Instance
from models.meetings import Meeting, MeetingState
from models.requests import CouncilRequest

_REQUEST = FIELD_LABELS[CouncilRequest]
_HELD = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.APPROVED, MeetingState.PUBLISHED)
_TO_COME = (MeetingState.PREPARED, MeetingState.CONVENED)


@dataclass(frozen=True)
class RequestLine:
    """A request as a body reads it on a day; `meets_on` is its next meeting."""

    request: CouncilRequest
    day: dt.date
    meets_on: dt.date | None


def _of(name: str, kind: Kind = Kind.TEXT, width: int = 18) -> Column:
    return Column(name, _REQUEST[name], lambda row, today: getattr(row.request, name), kind, width=width)


COLUMNS = (
    Column("instance", _REQUEST["instance"], lambda row, today: row.request.instance.name, width=36),
    _of("number", width=14),
    Column("status", N_("Status"), lambda row, today: status_of(row.request, row.day), Kind.ENUM, width=26),
    _of("kind", Kind.ENUM, 12),
    _of("subject", width=40),
    _of("theme", width=20),
    _of("place", width=26),
    Column(
        "organisation",
        _REQUEST["organisation"],
        lambda row, today: row.request.organisation.name if row.request.organisation else None,
        width=30,
    ),
    _of("received_on", Kind.DATE, 14),
    _of("sent_on", Kind.DATE, 14),
    _of("due_on", Kind.DATE, 14),
    Column("age", N_("Age (days)"), lambda row, today: age_of(row.request, row.day), Kind.INTEGER, width=12),
    _of("answered_on", Kind.DATE, 14),
    _of("answer", Kind.LONG_TEXT, 40),
    _of("follow_up", Kind.ENUM, 14),
    _of("follow_up_reason", Kind.LONG_TEXT, 30),
    Column("meets_on", N_("Next meeting of the body"), lambda row, today: row.meets_on, Kind.DATE, width=16),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """By body: without answer first, the oldest first; then those answered since its last meeting held before the day.

    Of a body that never met, all that was answered comes.
    """
    moment = start_of_day(values.day)
    last = _met_on(session, func.max(Meeting.start_at), Meeting.state.in_(_HELD), Meeting.start_at < moment)
    statement = (
        select(CouncilRequest)
        .join(CouncilRequest.instance)
        .where(CouncilRequest.received_on <= values.day, *where_asked(values))
        .order_by(
            Instance.sort_key,
            Instance.id,
            CouncilRequest.answered_on.is_not(None),
            CouncilRequest.received_on,
            CouncilRequest.id,
        )
        .options(joinedload(CouncilRequest.instance), joinedload(CouncilRequest.organisation))
    )
    following = _met_on(session, func.min(Meeting.start_at), Meeting.state.in_(_TO_COME), Meeting.start_at >= moment)
    lines = [
        RequestLine(row, values.day, following.get(row.instance_id))
        for row in session.scalars(statement)
        if row.answered_on is None or row.answered_on >= last.get(row.instance_id, dt.date.min)
    ]
    return Result(len(lines), lines[:limit])


def _met_on(session: AnySession, which: Any, *criteria: ColumnElement[bool]) -> Mapping[int | None, dt.date]:
    """Of each body, the day in Paris of the first or the last of these meetings."""
    statement = (
        select(Meeting.instance_id, which)
        .where(Meeting.instance_id.is_not(None), *criteria)
        .group_by(Meeting.instance_id)
    )
    found: Any = session.execute(statement)
    return {instance_id: start_at.astimezone(PARIS).date() for instance_id, start_at in found}


REPORT = Report(
    name="requests-to-meeting",
    theme=Theme.REQUESTS,
    title=N_("Requests for the next meeting"),
    description=N_(
        "By body: the requests and opinions without answer, then those answered since its last meeting, to be told at "
        "the next one."
    ),
    parameters=(Parameter.DAY, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("RequestView", "MeetingView"),
    takes=("RequestView",),
    view="RequestView",
    record_id=lambda row: int(row.request.id),
)
