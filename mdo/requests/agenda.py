"""Requests on the agenda of a meeting of their body: to which one they may go, and the item that they become."""

from collections.abc import Sequence

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from models.meetings import AgendaItem, AgendaKind, Meeting, MeetingState
from models.requests import CouncilRequest, RequestKind

# What a page offers; a body plans a few sessions ahead.
OFFERED = 20
_TO_COME = (MeetingState.PREPARED, MeetingState.CONVENED)
_LONGEST_TITLE = 250
_KINDS = {RequestKind.REQUEST: AgendaKind.QUESTION, RequestKind.OPINION: AgendaKind.OPINION}


def meetings_to_come(session: AnySession, instance_id: int, limit: int = OFFERED) -> Sequence[Meeting]:
    """The meetings of a body from today on that are neither held nor called off, the next one first."""
    statement = (
        select(Meeting)
        .where(
            Meeting.instance_id == instance_id,
            Meeting.state.in_(_TO_COME),
            Meeting.start_at >= start_of_day(context_of(session).today),
        )
        .order_by(Meeting.start_at, Meeting.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def put_on_agenda(session: AnySession, request: CouncilRequest, meeting: Meeting) -> AgendaItem:
    """Adds the request at the end of the agenda of a meeting of its body. Raises RuleViolation."""
    if request.agenda_item_id is not None:
        raise RuleViolation(
            N_("This request is on an agenda already: take it off there first, by deleting its agenda item.")
        )
    if meeting not in meetings_to_come(session, request.instance_id):
        raise RuleViolation(N_("Choose a meeting of this body that is still to come."), field="meeting")
    last = select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
    title = str(request)
    item = AgendaItem(
        meeting=meeting,
        position=min((session.scalar(last) or 0) + 1, 999),
        title=title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…",
        kind=_KINDS[request.kind],
        description=request.text,
    )
    session.add(item)
    session.flush()  # the journal tells of a link to a row that has its id
    request.agenda_item = item
    session.flush()
    return item
