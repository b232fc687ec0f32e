"""What stays when an item of an agenda, or a whole meeting, goes: what merely pointed to it is let go first."""

from collections.abc import Sequence

from sqlalchemy import select

from mdo.context import AnySession
from models.meetings import ActionItem, Decision, Meeting
from models.requests import CouncilRequest
from models.topics import Topic, TopicState


def let_go_of_items(session: AnySession, item_ids: Sequence[int]) -> None:
    """Decisions and actions of these items stay apart, requests leave the agenda, topics go back to the box."""
    for model in (Decision, ActionItem, CouncilRequest):
        for row in session.scalars(select(model).where(model.agenda_item_id.in_(item_ids))):
            row.agenda_item = None
    for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(item_ids))):
        topic.agenda_item = None
        topic.state = TopicState.PROPOSED


def let_go_of_meeting(session: AnySession, meeting: Meeting) -> None:
    """Requests raised at a meeting stay, and so do the requests and topics that its agenda spoke of."""
    for request in session.scalars(select(CouncilRequest).where(CouncilRequest.meeting_id == meeting.id)):
        request.meeting = None
    item_ids = [item.id for item in meeting.agenda]
    for request in session.scalars(select(CouncilRequest).where(CouncilRequest.agenda_item_id.in_(item_ids))):
        request.agenda_item = None
    for topic in session.scalars(select(Topic).where(Topic.agenda_item_id.in_(item_ids))):
        topic.agenda_item = None
        topic.state = TopicState.PROPOSED
