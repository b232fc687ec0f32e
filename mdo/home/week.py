"""The week: the meetings to come with what each still needs, and what others did on what the reader follows."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, not_, or_, select

from mdo.days_off.avoided import avoided_on, dates_to_avoid
from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import ACTOR_ID, kept
from mdo.kernel.base.periods import PARIS, start_of_day
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.journal import readable_models
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.reading import ROW_BY_ROW, WHOLE_REGISTER
from mdo.meetings.needs import CONVENED_DAYS, Need, Thing, needs_and_said, papers_of, things_of
from models.contracts import Contract
from models.events import Event
from models.instances import Instance
from models.journal import Door, JournalChange, JournalEntry
from models.meetings import AgendaItem, Meeting, MeetingKind, MeetingState
from models.readiness import CheckState
from models.territory import Arrondissement

SHOWN_MEETINGS, SHOWN_NEWS = 4, 5
# Calendar days: how far back others' changes are told.
NEWS_DAYS = 14


@dataclass(frozen=True)
class Upcoming:
    """A meeting to come, with all that it needs."""

    id: int
    title: str
    body: str
    kind: MeetingKind
    state: MeetingState
    start_at: dt.datetime
    place: str
    is_writable: bool
    things: tuple[Thing, ...]
    instance_id: int | None = None
    event: str = ""

    @property
    def missing(self) -> tuple[Need, ...]:
        """The papers that it lacks."""
        return tuple(thing.paper for thing in self.things if thing.paper is not None and not thing.is_done)

    @property
    def day(self) -> dt.date:
        """The day of Paris."""
        return self.start_at.astimezone(PARIS).date()


def upcoming(session: AnySession) -> tuple[Sequence[Upcoming], int]:
    """The next meetings of the reader, nearest first, and how many there are within a week; two statements.

    Of a reader with limits, those that she may change; of an élu·e, those that she reads.
    """
    context = context_of(session)
    rows = session.execute(kept(_upcoming, context.scope, context.today)).all()
    return _meetings(session, rows, context.today), (rows[0].near if rows else 0)


def upcoming_of_body(session: AnySession, instance_id: int) -> Sequence[Upcoming]:
    """The next meetings of a body that the reader sees, nearest first, two at most; two statements."""
    context = context_of(session)
    rows = session.execute(_upcoming(context.scope, context.today, instance_id)).all()
    return _meetings(session, rows, context.today)


def _upcoming(scope: Scope, today: dt.date, of_body: int | None = None) -> Any:
    first, last = start_of_day(today), start_of_day(today + dt.timedelta(days=CONVENED_DAYS + 1))
    is_on = and_(Meeting.start_at >= first, Meeting.state.in_((MeetingState.PREPARED, MeetingState.CONVENED)))
    writable = writable_clause(Meeting, scope, today)
    agenda = select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id).exists()
    if of_body is not None:
        is_on = and_(is_on, Meeting.instance_id == of_body)
    elif scope.reach is Reach.ARRONDISSEMENTS:
        is_on = and_(is_on, writable)
    near = select(func.count(Meeting.id)).where(is_on, Meeting.start_at < last).scalar_subquery()
    statement: Any = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.kind,
            Instance.name.label("body"),
            Event.title.label("event"),
            Meeting.state,
            Meeting.start_at,
            Meeting.place,
            Meeting.room,
            Meeting.online_url,
            Meeting.organiser_id,
            Meeting.instance_id,
            Meeting.event_id,
            Meeting.convened_at,
            case((agenda, 1), else_=0).label("has_agenda"),
            case((writable, 1), else_=0).label("is_writable"),
            near.label("near"),
        )
        .outerjoin(Meeting.instance)
        .outerjoin(Meeting.event)
        .where(is_on)
        .order_by(Meeting.start_at, Meeting.id)
        .limit(2 if of_body is not None else SHOWN_MEETINGS)
        .execution_options(**ROW_BY_ROW)
    )
    return statement


def _meetings(session: AnySession, rows: Sequence[Any], today: dt.date) -> list[Upcoming]:
    needed = needs_and_said(session, {row.id: row.kind for row in rows})
    return [_meeting(row, today, *needed.get(row.id, ((), {}))) for row in rows]


def _meeting(row: Any, today: dt.date, asked: Sequence[Any], said: Mapping[str, CheckState]) -> Upcoming:
    papers = papers_of(
        place=row.place,
        online_url=row.online_url,
        organiser_id=row.organiser_id,
        has_agenda=bool(row.has_agenda),
        instance_id=row.instance_id,
        event_id=row.event_id,
        convened_at=row.convened_at,
        state=row.state,
    )
    return Upcoming(
        row.id,
        row.title,
        row.body or "",
        row.kind,
        row.state,
        row.start_at,
        ", ".join(part for part in (row.place, row.room) if part),
        bool(row.is_writable),
        things_of(row.start_at.astimezone(PARIS).date(), today, papers, asked, said),
        row.instance_id,
        row.event or "",
    )


def avoided_by(session: AnySession, meetings: Sequence[Upcoming]) -> dict[int, tuple[str, ...]]:
    """What else the city, or its arrondissement, does on the day of each of these meetings, by id."""
    if not meetings:
        return {}
    days = [meeting.day for meeting in meetings]
    rows = dates_to_avoid(session, min(days), max(days))
    places: dict[int, set[int]] = {}
    if any(row.arrondissement_id is not None for row in rows):
        bodies = {meeting.instance_id for meeting in meetings if meeting.instance_id is not None}
        for body_id, place_id in session.execute(kept(_places_of), {"bodies": list(bodies)}):
            places.setdefault(body_id, set()).add(place_id)

    def of(meeting: Upcoming) -> tuple[str, ...]:
        there = places.get(meeting.instance_id or 0, set())
        return avoided_on(meeting.day, [row for row in rows if row.arrondissement_id in {None, *there}])

    return {meeting.id: of(meeting) for meeting in meetings}


def _places_of() -> Any:
    wanted: Any = bindparam("bodies", expanding=True)
    return select(Instance.id, Arrondissement.id).join(Instance.arrondissements).where(Instance.id.in_(wanted))


# ---- What others did ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class News:
    """An operation of somebody else on what the reader follows."""

    entry_id: int
    at: dt.datetime
    who: str
    what: str
    door: Door


def news(session: AnySession, bodies: Collection[int], contracts: Collection[int]) -> Sequence[News]:
    """What others did in the last fortnight on the bodies and contracts that the reader answers for or pinned.

    Newest first, one more than are shown; one statement. The journal is read as its own screen shows it; who answers
    for an arrondissement, who has no such screen, reads what was done there on tables that she reads, and nothing else.
    """
    context = context_of(session)
    if context.actor_id is None:
        return ()
    values = {"actor_id": context.actor_id, "most": SHOWN_NEWS + 1}
    if context.scope.reach is Reach.ARRONDISSEMENTS:
        places = tuple(sorted(context.scope.arrondissement_ids))
        there = kept(_news_there, places, readable_models(context.rights), context.today)
        return [News(*row) for row in session.execute(there, values, execution_options=WHOLE_REGISTER)]
    statement = kept(_news, tuple(sorted(bodies)), tuple(sorted(contracts)), context.today)
    return [News(*row) for row in session.execute(statement, values)]


def _news(bodies: tuple[int, ...], contracts: tuple[int, ...], today: dt.date) -> Any:
    own_bodies = select(Instance.id).where(or_(Instance.agent_id == ACTOR_ID, Instance.id.in_(bodies)))
    own_contracts = select(Contract.id).where(or_(Contract.responsible_id == ACTOR_ID, Contract.id.in_(contracts)))
    followed = or_(
        JournalChange.instance_id.in_(own_bodies),
        and_(JournalChange.model == Contract.__name__, JournalChange.row_id.in_(own_contracts)),
    )
    return _of_others(today, _holds(followed)).execution_options(**ROW_BY_ROW)


def _news_there(places: tuple[int, ...], models: tuple[str, ...], today: dt.date) -> Any:
    """Operations of which every row stands in a body of these arrondissements, in a table that is read."""
    elsewhere = or_(
        JournalChange.instance_id.is_(None),
        JournalChange.instance_id.not_in(bodies_in(places)),
        JournalChange.model.not_in(models),
        JournalChange.owner_id.is_not(None),
    )
    return _of_others(today, _holds(JournalChange.instance_id.in_(bodies_in(places))), not_(_holds(elsewhere)))


def _holds(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(JournalChange.id).where(JournalChange.entry_id == JournalEntry.id, clause).exists()


def _of_others(today: dt.date, *clauses: ColumnElement[bool]) -> Any:
    statement: Any = (
        select(JournalEntry.id, JournalEntry.at, JournalEntry.actor_name, JournalEntry.summary, JournalEntry.door)
        .where(
            JournalEntry.at >= start_of_day(today - dt.timedelta(days=NEWS_DAYS)),
            func.coalesce(JournalEntry.actor_id, 0) != ACTOR_ID,
            # A command without an account, as the load of the demo: nobody did it.
            or_(JournalEntry.actor_id.is_not(None), JournalEntry.door != Door.COMMAND),
            JournalEntry.actor_name != "",
            *clauses,
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(bindparam("most"))
    )
    return statement
