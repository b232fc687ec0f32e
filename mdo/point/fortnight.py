"""« Mon point »: what someone who answers for an arrondissement looks at each fortnight, on a page or by e-mail.

Everything is of the records that the reader may change: another arrondissement never shows.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from mdo.composition.alerts import InstanceAlert, alert_clause
from mdo.composition.seats import SeatStatus
from mdo.composition.vacancies import states_of_bodies
from mdo.kernel.base.context import AnySession, Context, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, start_of_day
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines, offered
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.freshness.confirmations import ToConfirm, to_confirm
from mdo.kernel.scope.clauses import writable_clause
from mdo.network.answering import replaced_by
from mdo.people.deadlines import MANDATE_END
from mdo.requests.states import status_of
from models.documents import MeetingDocument
from models.instances import Instance
from models.meetings import Meeting, MeetingState
from models.requests import CouncilRequest

# Calendar days: the fortnight, and the week in which one still has time to prepare.
PREPARED_DAYS = 21
NEW_DAYS = 14
SHOWN = 20
_SOON = frozenset({Bucket.LATE, Bucket.WEEK, Bucket.MONTH})
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


PART_TITLES: dict[PartName, str] = {
    PartName.VACANCIES: N_("Bodies with an empty seat"),
    PartName.MANDATES: N_("Mandates ending"),
    PartName.TO_PREPARE: N_("Meetings to prepare"),
    PartName.TO_CLOSE: N_("Meetings to close"),
    PartName.REQUESTS: N_("Requests awaiting an answer"),
    PartName.DOCUMENTS: N_("New documents"),
    PartName.REPLACED: N_("Deadlines of the people you replace"),
    PartName.MINE: N_("Late, or due within 7 days"),
}
NOTHING: dict[PartName, str] = {
    PartName.VACANCIES: N_("No empty seat."),
    PartName.MANDATES: N_("No mandate ends within 30 days."),
    PartName.TO_PREPARE: N_("No meeting to prepare within three weeks."),
    PartName.TO_CLOSE: N_("Every meeting that was held has its minutes."),
    PartName.REQUESTS: N_("No request is waiting."),
    PartName.DOCUMENTS: N_("No new document in the last fortnight."),
    PartName.REPLACED: N_("Nothing falls due within 30 days for those you replace."),
    PartName.MINE: N_("Nothing is late or falls due within 7 days."),
}


@dataclass(frozen=True)
class PointLine:
    """One thing to look at, and the record that shows it: a view, an id and perhaps a tab.

    `note` is a number (empty seats), a day (what falls due) or a closed word (a status).
    """

    title: str
    view: str
    id: int
    detail: str = ""
    note: int | dt.date | StrEnum | None = None
    tab: str = ""


@dataclass(frozen=True)
class PagePart:
    """A part of the page: its first lines, and how many there are in all."""

    name: PartName
    count: int
    lines: Sequence[PointLine]


@dataclass(frozen=True)
class Point:
    """What awaits one reader on a day."""

    parts: Sequence[PagePart] = field(default_factory=tuple)
    to_confirm: Sequence[ToConfirm] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether nothing awaits the reader."""
        return not self.to_confirm and not any(part.count for part in self.parts)


def point_of(session: AnySession, limit: int = SHOWN, without: Collection[PartName] = ()) -> Point:
    """The point of the reader of a session: what the rights of this reader show, less parts that are told elsewhere."""
    context = context_of(session)
    parts: list[PagePart] = []
    readers: dict[PartName, tuple[str, Callable[[AnySession, Context], Sequence[PointLine]]]] = {
        PartName.VACANCIES: ("SeatView", _vacancies),
        PartName.MANDATES: ("MandateView", _mandates),
        PartName.TO_PREPARE: ("MeetingView", _to_prepare),
        PartName.TO_CLOSE: ("MeetingView", _to_close),
        PartName.REQUESTS: ("RequestView", _requests),
        PartName.DOCUMENTS: ("MeetingView", _documents),
    }
    for name, (view, read) in readers.items():
        if name not in without and (view, "can_list") in context.rights:
            lines = read(session, context)
            parts.append(PagePart(name, len(lines), lines[:limit]))
    return Point((*parts, *_replaced(session, context, limit)), tuple(to_confirm(session)))


def point_of_day(session: AnySession, limit: int = SHOWN) -> Point:
    """What is late and what comes next for the reader, and for those whom she replaces."""
    context = context_of(session)
    if context.actor_id is None or ("DeadlineView", "can_list") not in context.rights:
        return Point()
    whose = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.MINE
    lines = _due(session, DeadlineQuery(whose, frozenset({Bucket.LATE, Bucket.WEEK})))
    return Point((PagePart(PartName.MINE, len(lines), lines[:limit]), *_replaced(session, context, limit)))


def point_of_others(session: AnySession, limit: int = SHOWN) -> Point:
    """What awaits the reader for those whom she replaces, and nothing else: she answers for no arrondissement."""
    return Point(tuple(_replaced(session, context_of(session), limit)))


def _vacancies(session: AnySession, context: Context) -> Sequence[PointLine]:
    bodies = session.scalars(
        select(Instance)
        .where(
            alert_clause(InstanceAlert.VACANCY, context.today), writable_clause(Instance, context.scope, context.today)
        )
        .order_by(Instance.sort_key, Instance.id)
        .options(joinedload(Instance.type))
    ).all()
    states = states_of_bodies(session, bodies, context.today)
    return [
        PointLine(
            body.name,
            "InstanceView",
            body.id,
            note=sum(state.status is SeatStatus.VACANT for state in states[body.id]),
            tab="seats",
        )
        for body in bodies
    ]


def _mandates(session: AnySession, context: Context) -> Sequence[PointLine]:
    """The same rule as « My deadlines », those late and those of the next 30 days."""
    whose = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.ALL
    wanted = DeadlineQuery(whose, _SOON, frozenset({MANDATE_END.code}))
    return [
        PointLine(line.title, "MandateView", line.id, line.detail or "", line.due_on)
        for line in Deadlines(session).page(wanted, limit=500, with_places=False)
    ]


def _replaced(session: AnySession, context: Context, limit: int) -> Sequence[PagePart]:
    """The deadlines of those away whom the reader replaces today, late or within 30 days; no part without any."""
    if context.actor_id is None or ("DeadlineView", "can_list") not in context.rights:
        return ()
    if session.scalar(replaced_by(context.actor_id, context.today).limit(1)) is None:
        return ()
    lines = _due(session, DeadlineQuery(WhoseDeadlines.MINE, _SOON, is_for_others=True))
    return (PagePart(PartName.REPLACED, len(lines), lines[:limit]),)


def _due(session: AnySession, wanted: DeadlineQuery) -> Sequence[PointLine]:
    return [
        PointLine(
            line.title,
            KINDS[line.kind].view,
            line.id,
            " – ".join(filter(None, (line.detail, line.responsible))),
            line.due_on,
        )
        for line in Deadlines(session).page(wanted, limit=500, with_places=False)
    ]


def _to_prepare(session: AnySession, context: Context) -> Sequence[PointLine]:
    first = start_of_day(context.today)
    last = start_of_day(context.today + dt.timedelta(days=PREPARED_DAYS + 1))
    return _meetings(
        session,
        _own_meetings(context)
        .where(Meeting.state == MeetingState.PREPARED, Meeting.start_at >= first, Meeting.start_at < last)
        .order_by(Meeting.start_at, Meeting.id),
    )


def _to_close(session: AnySession, context: Context) -> Sequence[PointLine]:
    """Those whose day has passed: held and without minutes, or of which nobody said that they were held."""
    is_over = and_(Meeting.state.in_(_BEFORE), Meeting.end_at < start_of_day(context.today))
    return _meetings(
        session,
        _own_meetings(context)
        .where(or_(Meeting.state == MeetingState.HELD, is_over))
        .order_by(Meeting.start_at.desc(), Meeting.id.desc()),
    )


def _own_meetings(context: Context) -> Select[Meeting]:
    writable = writable_clause(Meeting, context.scope, context.today)
    return select(Meeting).where(writable).options(joinedload(Meeting.instance))


def _meetings(session: AnySession, statement: Select[Meeting]) -> Sequence[PointLine]:
    return [
        PointLine(
            meeting.title,
            "MeetingView",
            meeting.id,
            meeting.instance.name if meeting.instance is not None else "",
            meeting.start_at.astimezone(PARIS).date(),
        )
        for meeting in session.scalars(statement)
    ]


def _requests(session: AnySession, context: Context) -> Sequence[PointLine]:
    rows = session.scalars(
        select(CouncilRequest)
        .where(CouncilRequest.answered_on.is_(None), writable_clause(CouncilRequest, context.scope, context.today))
        .order_by(func.coalesce(CouncilRequest.due_on, CouncilRequest.received_on), CouncilRequest.id)
        .options(joinedload(CouncilRequest.instance))
    )
    return [
        PointLine(str(row), "RequestView", row.id, row.instance.name, status_of(row, context.today)) for row in rows
    ]


def _with_format(row: MeetingDocument) -> str:
    """« Minutes (Word) »: one paper is made in several formats."""
    end = PurePath(row.file_name).suffix.lower()
    return f"{row.title} ({_FORMATS.get(end, end[1:].upper())})" if end else row.title


def _documents(session: AnySession, context: Context) -> Sequence[PointLine]:
    """The last version of each file that others added to the own meetings in the last fortnight."""
    since = start_of_day(context.today - dt.timedelta(days=NEW_DAYS))
    rows = session.scalars(
        select(MeetingDocument)
        .where(
            MeetingDocument.made_at >= since,
            MeetingDocument.is_withdrawn.is_(False),
            func.coalesce(MeetingDocument.made_by_id, 0) != (context.actor_id or -1),
            writable_clause(MeetingDocument, context.scope, context.today),
        )
        .order_by(MeetingDocument.made_at.desc(), MeetingDocument.id.desc())
        .options(joinedload(MeetingDocument.meeting))
    )
    lines: dict[tuple[int, str, str], PointLine] = {}
    for row in rows:
        line = PointLine(
            _with_format(row), "MeetingView", row.meeting_id, row.meeting.title, row.made_at.astimezone(PARIS).date()
        )
        lines.setdefault((row.meeting_id, row.title, row.media_type), line)
    return list(lines.values())
