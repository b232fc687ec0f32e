"""The acts that bring a meeting from step to step: one for each state, with what it asks for and what follows."""

from collections.abc import Callable, Mapping
from typing import Any

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine, nothing
from mdo.meetings.convening import convene_by_word
from mdo.meetings.states import ANOTHER_STEP, give_new_date, move_to, needs_reason, next_states
from models.base import utc_now
from models.meetings import Meeting, MeetingState

_S = MeetingState
DATES = ("start_at", "end_at")
_WORDS = {
    _S.PREPARED: (N_("Give a new date"), ""),
    _S.CONVENED: (N_("Convened: members are told"), ""),
    _S.HELD: (N_("The meeting was held"), ""),
    _S.MINUTED: (N_("The minutes are written"), ""),
    _S.APPROVED: (N_("The minutes are approved"), ""),
    _S.PUBLISHED: (N_("The minutes are published"), ""),
    _S.POSTPONED: (
        N_("Postpone"),
        N_("With a new date, the meeting goes on at that date. Without one, it waits for you to give it."),
    ),
    _S.CANCELLED: (
        N_("Cancel the meeting"),
        N_("The meeting stays in the register, and calendars that hold it show it as cancelled."),
    ),
}


def asked_for(meeting: Meeting, target: MeetingState) -> tuple[str, ...]:
    """What a step asks for: why, and the new date of a meeting that is moved."""
    is_moved = target is _S.POSTPONED or (meeting.state is _S.POSTPONED and target is _S.PREPARED)
    return (*(("reason",) if needs_reason(meeting.state, target) else ()), *(DATES if is_moved else ()))


def _who(session: AnySession) -> dict[str, Any]:
    context = context_of(session)
    return {"now": utc_now(), "user_id": context.actor_id, "today": context.today}


def _to(target: MeetingState) -> Callable[[AnySession, Meeting, Mapping[str, Any]], None]:
    """Writes the step; a new date given to a meeting that is postponed at once brings it on."""

    def write(session: AnySession, meeting: Meeting, asked: Mapping[str, Any]) -> None:
        who = _who(session)
        dates = [asked.get(name) for name in DATES]
        if meeting.state is not _S.POSTPONED or target is not _S.PREPARED:
            move_to(meeting, target, reason=asked.get("reason"), **who)
            if dates[0] is None:
                return
        give_new_date(meeting, *dates, **who)

    return write


def _step(target: MeetingState, label: str, help_: str) -> Act:
    return Act(
        target.value,
        label,
        "check-lg",
        help=help_,
        more=("reason", *DATES),
        sources=lambda meeting: target in next_states(meeting),
        write=_to(target),
        follows=_convene if target is _S.CONVENED else nothing,
    )


def _convene(session: AnySession, meeting: Meeting) -> None:
    convene_by_word(session, meeting, **_who(session))


MEETING_ACTS = Machine(
    Meeting,
    tuple(_step(target, label, help_) for target, (label, help_) in _WORDS.items()),
    stored="state",
    elsewhere=ANOTHER_STEP,
)
