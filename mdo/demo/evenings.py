"""What some agents of the demo share of their evenings, and what one of them counts otherwise than the rule."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calendar.evening_hours import count_own, share
from models.accounts import User
from models.meetings import Meeting

_SHARING = ("mission", "ref4", "ref8")
_COUNTING, _MINUTES = "ref8", 180


def write_evenings(session: Session, users: Mapping[str, User]) -> None:
    """Three agents share their totals; one counts three hours for the first meeting that she organised."""
    for name in _SHARING:
        share(session, users[name].id, is_on=True)
    own = select(Meeting.id).where(Meeting.organiser_id == users[_COUNTING].id).order_by(Meeting.start_at, Meeting.id)
    meeting_id = session.scalars(own).first()
    if meeting_id is not None:
        count_own(session, users[_COUNTING].id, meeting_id, _MINUTES)
