"""What a meeting about to be written may take of the last one of its body, or of the network: a proposal, no rule."""

from dataclasses import dataclass

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.meetings.attendance import NOT_TAKING_PLACE
from mdo.meetings.called import of_network
from models.meetings import Meeting, MeetingKind

_MINUTES = 120


@dataclass(frozen=True)
class Usual:
    """`title` is that of the last meeting of the network, whose meetings bear one; else the kind is the title."""

    kind: MeetingKind | None = None
    title: str = ""
    place: str = ""
    room: str = ""
    minutes: int = _MINUTES


def usual_of(session: AnySession, instance_id: int | None, kind: MeetingKind | None) -> Usual:
    """Kind, place, room and length of the last meeting of a body that took place or will, of this kind if one is said.

    Without a body, those of the network are meant once that kind is said.
    """
    if instance_id is None and kind is not MeetingKind.NETWORK:
        return Usual(kind)
    same = of_network() if instance_id is None else Meeting.instance_id == instance_id
    asked = (
        select(Meeting).where(same, Meeting.state.not_in(NOT_TAKING_PLACE)).order_by(Meeting.start_at.desc()).limit(1)
    )
    last = session.scalars(asked if kind is None else asked.where(Meeting.kind == kind)).first()
    if last is None and kind is not None:
        last = session.scalars(asked).first()
    if last is None:
        return Usual(kind)
    title = last.title if instance_id is None else ""
    minutes = int((last.end_at - last.start_at).total_seconds() // 60)
    return Usual(kind or last.kind, title, last.place or "", last.room or "", minutes)
