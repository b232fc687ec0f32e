"""The topic box: who may change a topic and when, how it comes to an agenda, and how it comes back from one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, event, func, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open
from mdo.meetings.agenda import number_again
from mdo.meetings.called import is_of_network, of_network
from mdo.series.dates import moment
from models.meetings import ActionItem, AgendaItem, AgendaKind, Decision, Meeting, MeetingState, MeetingStep
from models.topics import Topic, TopicState

_COMING = (MeetingState.PREPARED, MeetingState.CONVENED)
_MOST_ITEMS = 999
STOPPED = frozenset({MeetingState.CANCELLED, MeetingState.POSTPONED})

# What waits for an answer comes first.
STATE_ORDER: ColumnElement[int] = case(
    {TopicState.PROPOSED: 0, TopicState.SCHEDULED: 1, TopicState.DECLINED: 2, TopicState.WITHDRAWN: 3},
    value=Topic.state,
)


def check_topic(topic: Topic, *, is_stored: bool, is_mission: bool) -> None:
    """Refuses that a référent changes a topic that the mission has taken up. Raises RuleViolation."""
    if is_stored and not is_mission and topic.state is not TopicState.PROPOSED:
        raise RuleViolation(
            N_("This topic is no longer waiting: ask the mission, or propose a new one."), field="title"
        )


def check_delete(topic: Topic) -> None:
    """Refuses that a topic on an agenda is deleted: its item would lose where it came from. Raises RuleViolation."""
    if topic.state is TopicState.SCHEDULED:
        raise RuleViolation(N_("This topic is on an agenda: take its item off the agenda first."))


def coming_meetings(session: AnySession, today: dt.date) -> Sequence[Meeting]:
    """The meetings of the network from today on, that are still held, the next one first."""
    statement = select(Meeting).where(
        of_network(),
        Meeting.state.in_(_COMING),
        Meeting.start_at >= moment(today, 0),
    )
    return session.scalars(statement.order_by(Meeting.start_at, Meeting.id)).all()


def takes_topics(meeting: Meeting, today: dt.date) -> bool:
    """Whether a meeting is one of the network that is still to come."""
    return is_of_network(meeting) and meeting.state in _COMING and meeting.start_at >= moment(today, 0)


def schedule(session: AnySession, topic: Topic, meeting: Meeting) -> AgendaItem:
    """Puts a topic at the end of the agenda of a meeting of the network, and flushes. Raises RuleViolation."""
    _check_waiting(topic)
    today = context_of(session).today
    if not takes_topics(meeting, today):
        raise RuleViolation(N_("Choose a coming meeting of the network."), field="meeting")
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)) or 0
    item = _item_to_move(session, topic) or AgendaItem(
        title=topic.title,
        kind=AgendaKind.INFORMATION,
        minutes=topic.minutes,
        rapporteur=_presenter(topic, today),
        description=topic.reason,
    )
    item.meeting, item.position = meeting, min(last + 1, _MOST_ITEMS)
    session.add(item)
    session.flush()  # the journal notes the id of the item on its topic
    topic.agenda_item, topic.left_item, topic.state = item, None, TopicState.SCHEDULED
    session.flush()
    return item


def _presenter(topic: Topic, today: dt.date) -> str | None:
    """Who proposed a topic presents it, unless she has left since: the mission then says who does."""
    proposer = topic.proposer
    return str(proposer) if is_open(proposer.active, proposer.ends_on, today) else None


def _item_to_move(session: AnySession, topic: Topic) -> AgendaItem | None:
    """The item of a meeting that waits for its new date: it goes with its topic, or it would be spoken of twice.

    What was cancelled keeps its agenda as it was.
    """
    item = topic.left_item
    if item is None or item.meeting.state is not MeetingState.POSTPONED:
        return None
    for model in (Decision, ActionItem):
        for row in session.scalars(select(model).where(model.agenda_item_id == item.id)):
            row.agenda_item = None
    number_again([other for other in item.meeting.agenda if other is not item])
    return item


def decline(topic: Topic) -> None:
    """Declines a topic, whose answer is filled. Raises RuleViolation."""
    _check_waiting(topic)
    if not topic.answer:
        raise RuleViolation(N_("Tell the référent why."), field="answer")
    topic.state = TopicState.DECLINED


def withdraw(topic: Topic) -> None:
    """Takes a topic out of the box, by the one who proposed it. Raises RuleViolation."""
    _check_waiting(topic)
    topic.state = TopicState.WITHDRAWN


def propose_again(topic: Topic) -> None:
    """Puts back a topic that was declined or withdrawn. Raises RuleViolation."""
    if topic.state not in {TopicState.DECLINED, TopicState.WITHDRAWN}:
        raise RuleViolation(N_("This topic is already in the box or on an agenda."))
    topic.state = TopicState.PROPOSED


def _check_waiting(topic: Topic) -> None:
    if topic.state is not TopicState.PROPOSED:
        raise RuleViolation(N_("“%(title)s” is no longer waiting in the box: look at what became of it."), title=topic)


def stop_of(meeting: Meeting) -> MeetingStep | None:
    """The step that stopped a meeting, with its reason; None for one that goes on."""
    if meeting.state not in STOPPED:
        return None
    return next((step for step in reversed(meeting.steps) if step.state is meeting.state), None)


# ---- An item that leaves an agenda, or a meeting that stops, gives its topic back ------------------------------------


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class: after the scope, before the journal."""
    event.listen(sessions, "before_flush", _give_back)


def _give_back(session: Session, flush: UOWTransaction, instances: Any) -> None:
    for row in [row for row in session.dirty if isinstance(row, Meeting)]:
        # An item taken out of the collection is an orphan that the flush deletes: said here, the journal knows it too.
        orphans: Sequence[AgendaItem] = inspect(row).attrs.agenda.history.deleted
        for item in orphans:
            if inspect(item).persistent and item.meeting in (None, row):
                session.delete(item)
        _follow(session, row)
    ids = {row.id for row in session.deleted if isinstance(row, AgendaItem)}
    if not ids:
        return
    with session.no_autoflush:
        for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(ids))):
            topic.agenda_item, topic.state = None, TopicState.PROPOSED
        for topic in session.scalars(select(Topic).where(Topic.left_item_id.in_(ids))):
            topic.left_item = None


def _follow(session: Session, meeting: Meeting) -> None:
    """A meeting that stops gives its topics back; they follow it when it goes on, those that still wait."""
    before: Sequence[MeetingState] = inspect(meeting).attrs.state.history.deleted
    if not before or before[0] is meeting.state:
        return
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    with session.no_autoflush:
        if meeting.state in STOPPED:
            for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(items))):
                topic.left_item, topic.agenda_item, topic.state = topic.agenda_item, None, TopicState.PROPOSED
        elif before[0] in STOPPED:
            waiting = select(Topic).where(Topic.left_item_id.in_(items), Topic.state == TopicState.PROPOSED)
            for topic in session.scalars(waiting):
                topic.agenda_item, topic.left_item, topic.state = topic.left_item, None, TopicState.SCHEDULED
