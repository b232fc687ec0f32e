"""The parts of « Mon point » that rows of their own fill: what each tells, all of them in one statement."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from sqlalchemy import Integer, Select, String, and_, case, cast, func, literal, null, or_, select, union_all

from mdo.composition.alerts import empty_seats
from mdo.kernel.base.context import AnySession, Context
from mdo.kernel.base.kept_statements import ACTOR_ID, kept
from mdo.kernel.base.periods import PARIS, start_of_day
from mdo.kernel.deadlines.kinds import Keeper
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from mdo.network.answering import replaced_by
from mdo.requests.states import AWAITING, RequestStatus, status_clause
from models.documents import Document
from models.instances import Instance, InstanceState, Seat
from models.meetings import Meeting, MeetingState
from models.network import Absence
from models.requests import CouncilRequest
from models.types import UtcDateTime

# Calendar days: the fortnight, and the weeks in which one still has time to prepare.
PREPARED_DAYS = 21
NEW_DAYS = 14
_FORMATS = {".docx": "Word", ".xlsx": "Excel"}
_BEFORE = (MeetingState.PREPARED, MeetingState.CONVENED)


class PartName(StrEnum):
    """The parts of the page, in their order; the value names each in addresses."""

    VACANCIES = "vacancies"
    MANDATES = "mandates"
    TO_PREPARE = "to-prepare"
    TO_CLOSE = "to-close"
    REQUESTS = "requests"
    DOCUMENTS = "documents"
    REPLACED = "replaced"
    MINE = "mine"


@dataclass(frozen=True)
class PointLine:
    """One thing to look at, and the record that shows it: a view, an id and perhaps a tab.

    `note` is a number (empty seats), a day (what falls due) or a closed word (a status); `who` answers for it.
    """

    title: str
    view: str
    id: int
    detail: str = ""
    note: int | dt.date | StrEnum | None = None
    tab: str = ""
    who: tuple[str | Keeper, ...] | str | None = None


def told_of(session: AnySession, context: Context, names: tuple[PartName, ...] = ()) -> dict[PartName, list[PointLine]]:
    """The lines of these parts, and under REPLACED a line for each account that the reader replaces; one statement."""
    if context.actor_id is not None and ("DeadlineView", "can_list") in context.rights:
        names = (*names, PartName.REPLACED)
    told: dict[PartName, list[PointLine]] = {name: [] for name in (*names, PartName.REPLACED)}
    if not names:
        return told
    scope = Scope.everything() if context.scope.is_unlimited else context.scope
    statement = kept(_telling, names, scope, context.today)
    rows = session.execute(statement, {"actor_id": context.actor_id}).all()
    files: set[tuple[int, str, str]] = set()
    for row in sorted(rows, key=lambda row: (row.part, row.rank)):
        name = names[row.part]
        if name is PartName.DOCUMENTS:
            file = (row.id, row.title, row.media_type)
            if file in files:
                continue
            files.add(file)
        told[name].append(_LINES[name](row))
    return told


def _telling(names: tuple[PartName, ...], scope: Scope, today: dt.date) -> Any:
    parts = []
    for index, name in enumerate(names):
        source = _SOURCES[name](scope, today)
        # What a part does not tell is null, in the type of that which tells it.
        told = [source.told.get(column, cast(null(), kind)).label(column) for column, kind in _COLUMNS.items()]
        rank = func.row_number().over(order_by=source.order).label("rank")
        parts.append(
            source.rows.with_only_columns(literal(index).label("part"), rank, *told, maintain_column_froms=True)
        )
    return union_all(*parts) if len(parts) > 1 else parts[0]


@dataclass(frozen=True)
class _Source:
    """The rows of a part, what it tells of each by column, and its order."""

    rows: Select[Any]
    told: Mapping[str, Any]
    order: Sequence[Any]


_COLUMNS: dict[str, Any] = {
    "id": Integer(),
    "title": String(),
    "detail": String(),
    "number": Integer(),
    "at": UtcDateTime(),
    "status": String(),
    "file_name": String(),
    "media_type": String(),
}


def _vacancies(scope: Scope, today: dt.date) -> _Source:
    body = (Instance.id, Instance.name, Instance.sort_key)
    mine = writable_clause(Instance, scope, today)
    rows = empty_seats(today).where(Instance.state == InstanceState.ACTIVE, mine).group_by(*body)
    told = {"id": Instance.id, "title": Instance.name, "number": func.count(Seat.id)}
    return _Source(rows, told, (Instance.sort_key, Instance.id))


def _to_prepare(scope: Scope, today: dt.date) -> _Source:
    first, last = start_of_day(today), start_of_day(today + dt.timedelta(days=PREPARED_DAYS + 1))
    is_near = and_(Meeting.start_at >= first, Meeting.start_at < last)
    rows = _own_meetings(scope, today).where(Meeting.state == MeetingState.PREPARED, is_near)
    return _Source(rows, _OF_A_MEETING, (Meeting.start_at, Meeting.id))


def _to_close(scope: Scope, today: dt.date) -> _Source:
    """Those whose day has passed: held and without minutes, or of which nobody said that they were held."""
    is_over = and_(Meeting.state.in_(_BEFORE), Meeting.end_at < start_of_day(today))
    rows = _own_meetings(scope, today).where(or_(Meeting.state == MeetingState.HELD, is_over))
    return _Source(rows, _OF_A_MEETING, (Meeting.start_at.desc(), Meeting.id.desc()))


_OF_A_MEETING = {"id": Meeting.id, "title": Meeting.title, "detail": Instance.name, "at": Meeting.start_at}


def _own_meetings(scope: Scope, today: dt.date) -> Select[Any]:
    return select(Meeting.id).outerjoin(Meeting.instance).where(writable_clause(Meeting, scope, today))


def _requests(scope: Scope, today: dt.date) -> _Source:
    rows = (
        select(CouncilRequest.id)
        .join(CouncilRequest.instance)
        .where(CouncilRequest.answered_on.is_(None), writable_clause(CouncilRequest, scope, today))
    )
    status = case(*((status_clause(status, today), status.value) for status in AWAITING))
    title = CouncilRequest.number + literal(" – ") + CouncilRequest.subject
    told = {"id": CouncilRequest.id, "title": title, "detail": Instance.name, "status": status}
    return _Source(rows, told, (func.coalesce(CouncilRequest.due_on, CouncilRequest.received_on), CouncilRequest.id))


def _documents(scope: Scope, today: dt.date) -> _Source:
    """The files that others added to the own meetings in the last fortnight: of each its last version is told."""
    rows = (
        select(Document.id)
        .join(Document.meeting)
        .where(
            Document.made_at >= start_of_day(today - dt.timedelta(days=NEW_DAYS)),
            Document.is_withdrawn.is_(False),
            func.coalesce(Document.made_by_id, 0) != func.coalesce(ACTOR_ID, -1),
            writable_clause(Document, scope, today),
        )
    )
    told = {
        "id": Document.meeting_id,
        "title": Document.title,
        "detail": Meeting.title,
        "at": Document.made_at,
        "file_name": Document.file_name,
        "media_type": Document.media_type,
    }
    return _Source(rows, told, (Document.made_at.desc(), Document.id.desc()))


def _away(_scope: Scope, today: dt.date) -> _Source:
    """Those whom the reader replaces today."""
    return _Source(replaced_by(ACTOR_ID, today), {"id": Absence.user_id}, (Absence.user_id,))


_SOURCES: dict[PartName, Callable[[Scope, dt.date], _Source]] = {
    PartName.VACANCIES: _vacancies,
    PartName.TO_PREPARE: _to_prepare,
    PartName.TO_CLOSE: _to_close,
    PartName.REQUESTS: _requests,
    PartName.DOCUMENTS: _documents,
    PartName.REPLACED: _away,
}


def _meeting_line(row: Any) -> PointLine:
    return PointLine(row.title, "MeetingView", row.id, row.detail or "", row.at.astimezone(PARIS).date())


def _document_line(row: Any) -> PointLine:
    """« Minutes (Word) »: one paper is made in several formats."""
    end = PurePath(row.file_name).suffix.lower()
    title = f"{row.title} ({_FORMATS.get(end, end[1:].upper())})" if end else row.title
    return PointLine(title, "MeetingView", row.id, row.detail, row.at.astimezone(PARIS).date())


_LINES: dict[PartName, Callable[[Any], PointLine]] = {
    PartName.VACANCIES: lambda row: PointLine(row.title, "InstanceView", row.id, note=row.number, tab="seats"),
    PartName.TO_PREPARE: _meeting_line,
    PartName.TO_CLOSE: _meeting_line,
    PartName.REQUESTS: lambda row: PointLine(row.title, "RequestView", row.id, row.detail, RequestStatus(row.status)),
    PartName.DOCUMENTS: _document_line,
    PartName.REPLACED: lambda row: PointLine("", "", row.id),
}
