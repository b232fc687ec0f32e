"""The acts that bring a meeting from step to step: one for each state, with what it asks for and what follows."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine, never, nothing
from mdo.meetings.convening import convene_by_word
from mdo.meetings.states import ANOTHER_STEP, give_new_date, move_to, needs_reason, next_states
from models.base import utc_now
from models.meetings import Meeting
from models.meetings import MeetingState as State

_DATES = ("start_at", "end_at")


def _who(session: AnySession) -> dict[str, Any]:
    return {"now": utc_now(), "user_id": context_of(session).actor_id, "today": context_of(session).today}


def _left_out(session: AnySession, act: Act, meeting: Meeting) -> Collection[str]:
    """A reason is asked of what stops or goes back, a new date of a meeting that is moved."""
    target, state = State(act.name), meeting.state
    is_moved = target is State.POSTPONED or (state is State.POSTPONED and target is State.PREPARED)
    return (*(() if needs_reason(state, target) else ("reason",)), *(() if is_moved else _DATES))


def _to(target: State, label: str, help_: str = "", follows: Callable[[AnySession, Meeting], None] = nothing) -> Act:
    def write(session: AnySession, meeting: Meeting, asked: Mapping[str, Any]) -> None:
        """A new date that is said at once brings on a meeting that is postponed."""
        start_at, end_at = (asked.get(name) for name in _DATES)
        is_new_date = meeting.state is State.POSTPONED and target is State.PREPARED
        if not is_new_date:
            move_to(meeting, target, reason=asked.get("reason"), **_who(session))
        if is_new_date or start_at is not None:
            give_new_date(meeting, start_at, end_at, **_who(session))

    return Act(
        target.value, label, "check-lg", help=help_, more=("reason", *_DATES), offered=never, write=write,
        sources=lambda meeting: target in next_states(meeting), follows=follows,
        in_bulk=target not in (State.PREPARED, State.POSTPONED),
    )  # fmt: skip


MEETING_ACTS = Machine(Meeting, (
    _to(State.PREPARED, N_("Give a new date")),
    _to(State.CONVENED, N_("Convened: members are told"),
        follows=lambda session, meeting: convene_by_word(session, meeting, **_who(session))),
    _to(State.HELD, N_("Close the meeting")),
    _to(State.MINUTED, N_("The minutes are written")),
    _to(State.APPROVED, N_("The minutes are approved")),
    _to(State.PUBLISHED, N_("The minutes are published")),
    _to(State.POSTPONED, N_("Postpone"),
        N_("With a new date, the meeting goes on at that date. Without one, it waits for you to give it.")),
    _to(State.CANCELLED, N_("Cancel the meeting"),
        N_("The meeting stays in the register, and calendars that hold it show it as cancelled.")),
), stored="state", left_out=_left_out, elsewhere=ANOTHER_STEP)  # fmt: skip
