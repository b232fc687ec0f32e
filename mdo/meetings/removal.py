"""What goes with a meeting, and what stays when it or an item of its agenda goes: what points to it is let go first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import kept
from models.attendance import Attendance
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, SessionQuestion
from models.projects import Project
from models.requests import CouncilRequest
from models.topics import Topic, TopicState

_HELD = (AgendaItem, Decision, ActionItem, SessionQuestion, Attendance)


def rows_held(session: AnySession, meeting_ids: Sequence[int]) -> dict[int, dict[type, int]]:
    """How many rows of each kind go with each of these meetings, for those that hold some; one statement."""
    held: dict[int, dict[type, int]] = {}
    for kind, meeting_id, total in session.execute(kept(_held), {"meetings": list(meeting_ids)}):
        held.setdefault(meeting_id, {})[_HELD[kind]] = total
    return held


def _held() -> Any:
    wanted: Any = bindparam("meetings", expanding=True)
    return union_all(
        *(
            select(literal(number).label("kind"), model.meeting_id, func.count(model.id).label("total"))
            .where(model.meeting_id.in_(wanted))
            .group_by(model.meeting_id)
            for number, model in enumerate(_HELD)
        )
    )


def detach_items(session: AnySession, item_ids: Sequence[int]) -> None:
    """Decisions and actions of these items stay apart, requests leave the agenda, topics go back to the box."""
    for model in (Decision, ActionItem, CouncilRequest):
        for row in session.scalars(select(model).where(model.agenda_item_id.in_(item_ids))):
            row.agenda_item = None
    for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(item_ids))):
        topic.agenda_item = None
        topic.state = TopicState.PROPOSED


def detach_meeting(session: AnySession, meeting: Meeting) -> None:
    """Requests raised at a meeting stay, and the requests and topics that its agenda spoke of; projects let it go."""
    if context_of(session).scope.is_unlimited:
        for project in session.scalars(select(Project).where(Project.meetings.any(Meeting.id == meeting.id))):
            project.meetings.remove(meeting)
    for request in session.scalars(select(CouncilRequest).where(CouncilRequest.meeting_id == meeting.id)):
        request.meeting = None
    item_ids = [item.id for item in meeting.agenda]
    for request in session.scalars(select(CouncilRequest).where(CouncilRequest.agenda_item_id.in_(item_ids))):
        request.agenda_item = None
    for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(item_ids))):
        topic.agenda_item = None
        topic.state = TopicState.PROPOSED
