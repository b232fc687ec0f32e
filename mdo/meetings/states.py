"""The life of a meeting: which state may follow which, who is asked, and the step that each change leaves."""

import datetime as dt
from collections.abc import Iterable

from mdo.instances.rules import rules_of
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from models.events import EventState
from models.instances import MinutesApprover
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep

# In the order of a life without accident; any of them may be skipped forward.
ORDER = (
    MeetingState.PREPARED,
    MeetingState.CONVENED,
    MeetingState.HELD,
    MeetingState.MINUTED,
    MeetingState.APPROVED,
    MeetingState.PUBLISHED,
)
# Nobody writes the minutes of a session: its event is what one closes.
_OF_SESSION = ORDER[: ORDER.index(MeetingState.HELD) + 1]
ANOTHER_STEP = N_("The meeting is at another step by now: read it again, then choose among what may follow.")
_RANKS = {state: rank for rank, state in enumerate(ORDER)}
_ENDED_EARLY = frozenset({MeetingState.CANCELLED, MeetingState.POSTPONED})
_BEFORE_THE_DAY = frozenset({MeetingState.PREPARED, MeetingState.CONVENED})
_TOOK_PLACE = frozenset(ORDER[_RANKS[MeetingState.HELD] :])


def day_of(meeting: Meeting) -> dt.date:
    """The day of a meeting, in Paris."""
    return meeting.start_at.astimezone(PARIS).date()


def is_to_come(start_at: dt.datetime, today: dt.date, now: dt.datetime) -> bool:
    """Whether a meeting has not begun: its day is to come, or its hour is on the very day of `now`."""
    day = start_at.astimezone(PARIS).date()
    return day > today or (day == today == now.astimezone(PARIS).date() and now < start_at)


def is_session(meeting: Meeting) -> bool:
    """Whether a meeting is a session of an event."""
    return meeting.event_id is not None or meeting.event is not None


def life_of(meeting: Meeting) -> tuple[MeetingState, ...]:
    """The states of its life without accident; a session that was minuted nonetheless shows where it stands."""
    return _OF_SESSION if is_session(meeting) and meeting.state not in ORDER[len(_OF_SESSION) :] else ORDER


def took_place(state: MeetingState) -> bool:
    """Whether a meeting in this state was held."""
    return state in _TOOK_PLACE


def forward_from(state: MeetingState) -> tuple[MeetingState, ...]:
    """The states that may come next, without a reason: all those further on, or a new start once postponed."""
    if state is MeetingState.POSTPONED:
        return (MeetingState.PREPARED,)
    if state is MeetingState.CANCELLED:
        return ()
    return ORDER[_RANKS[state] + 1 :]


def following_of(meeting: Meeting) -> tuple[MeetingState, ...]:
    """The same for a meeting: a session goes no further than held."""
    following = forward_from(meeting.state)
    return tuple(state for state in following if state in _OF_SESSION) if is_session(meeting) else following


def stopped_from(state: MeetingState) -> tuple[MeetingState, ...]:
    """How a meeting that is still to come may stop, with a reason."""
    if state in _BEFORE_THE_DAY:
        return (MeetingState.POSTPONED, MeetingState.CANCELLED)
    return (MeetingState.CANCELLED,) if state is MeetingState.POSTPONED else ()


def back_from(state: MeetingState, passed: Iterable[MeetingState]) -> MeetingState | None:
    """The one state back, with a reason: the furthest of those passed before; None for a meeting never moved."""
    if state is MeetingState.PREPARED:
        return None
    limit = len(ORDER) if state in _ENDED_EARLY else _RANKS[state]
    if state in _ENDED_EARLY:
        earlier = [_RANKS[item] for item in passed if item in _BEFORE_THE_DAY]
    else:
        earlier = [_RANKS[item] for item in passed if item in _RANKS and _RANKS[item] < limit]
    return ORDER[max(earlier, default=0)]


def next_states(meeting: Meeting) -> frozenset[MeetingState]:
    """Every state that a meeting may come to from where it stands."""
    back = back_of(meeting)
    allowed = {*following_of(meeting), *stopped_from(meeting.state)}
    return frozenset(allowed | ({back} if back is not None else set()))


def back_of(meeting: Meeting) -> MeetingState | None:
    """The state that a meeting goes back to, by the steps that it passed."""
    return back_from(meeting.state, (step.state for step in meeting.steps))


def needs_reason(state: MeetingState, target: MeetingState) -> bool:
    """Whether one must say why: a meeting that stops, or a step back."""
    return target not in forward_from(state)


def approver_of(meeting: Meeting) -> MinutesApprover:
    """Who approves the minutes: by the rule of the body; those of the network, the next meeting."""
    if meeting.instance is None:
        return MinutesApprover.NEXT_MEETING
    return rules_of(meeting.instance).minutes_approver


def move_to(
    meeting: Meeting,
    target: MeetingState,
    *,
    now: dt.datetime,
    user_id: int | None,
    today: dt.date,
    reason: str | None = None,
) -> MeetingStep:
    """Brings a meeting to a state and writes the step. Raises RuleViolation.

    Refused: a state that does not follow, a meeting held before its day or its hour, a missing reason.
    """
    if target not in next_states(meeting):
        raise RuleViolation(ANOTHER_STEP, field="state")
    if needs_reason(meeting.state, target) and not reason:
        raise RuleViolation(N_("Say why, in a few words: it stays with the steps of the meeting."), field="reason")
    check_held(target, day_of(meeting), today)
    check_event_goes_on(meeting, target, today)
    if not took_place(meeting.state):
        check_begun(target, meeting.start_at, today, now)
    return enter(meeting, target, now=now, user_id=user_id, reason=reason)


def check_held(state: MeetingState, day: dt.date, today: dt.date) -> None:
    """Raises RuleViolation for a meeting said to be held that is still to come."""
    if took_place(state) and day > today:
        raise RuleViolation(
            N_("A meeting is held on its day at the earliest: correct the date first if it was moved."),
            field="start_at",
        )


def check_event_goes_on(meeting: Meeting, state: MeetingState, today: dt.date) -> None:
    """Raises RuleViolation for a session to come of an event that was held."""
    is_over = meeting.event is not None and meeting.event.state is EventState.HELD
    if is_over and state not in _ENDED_EARLY and day_of(meeting) > today:
        raise RuleViolation(
            N_("This event was held: prepare it again before a session to come is added to it."), field="start_at"
        )


def check_begun(state: MeetingState, start_at: dt.datetime, today: dt.date, now: dt.datetime) -> None:
    """Raises RuleViolation for a meeting said to be held whose hour is still to come on its very day."""
    if took_place(state) and is_to_come(start_at, today, now):
        raise RuleViolation(
            N_("The meeting begins at %(hour)s: say that it was held from then on, or correct its hour if it moved."),
            field="start_at",
            hour=start_at.astimezone(PARIS).time(),
        )


def enter(
    meeting: Meeting, state: MeetingState, *, now: dt.datetime, user_id: int | None, reason: str | None = None
) -> MeetingStep:
    """Writes a state and its step, whatever came before: for a meeting just created."""
    step = MeetingStep(state=state, at=now, user_id=user_id, reason=reason)
    meeting.state = state
    meeting.steps.append(step)
    return step


def give_new_date(
    meeting: Meeting,
    start_at: dt.datetime | None,
    end_at: dt.datetime | None,
    *,
    now: dt.datetime,
    user_id: int | None,
    today: dt.date,
) -> None:
    """Gives a postponed meeting its new day, as long as it was unless `end_at` says otherwise. Raises RuleViolation.

    It goes on from its preparation: who was convened to the old date is convened again.
    """
    if start_at is None:
        raise RuleViolation(N_("Give the new date: without one the meeting stays postponed."), field="start_at")
    if start_at.astimezone(PARIS).date() < today:
        raise RuleViolation(N_("The new date is past: choose a day to come."), field="start_at")
    end_at = end_at or start_at + (meeting.end_at - meeting.start_at)
    check_hours(start_at, end_at)
    meeting.title = title_on(meeting.title, meeting.start_at, start_at)
    meeting.start_at, meeting.end_at = start_at, end_at
    move_to(meeting, MeetingState.PREPARED, now=now, user_id=user_id, today=today)


def title_on(title: str, before: dt.datetime, after: dt.datetime) -> str:
    """The title of a meeting that moves: the day that it ends with follows (« Plénière du 09/12/2026 »)."""
    was, now = (f"{moment.astimezone(PARIS):%d/%m/%Y}" for moment in (before, after))
    return title.removesuffix(was) + now if title.endswith(was) else title


def check_hours(start_at: dt.datetime, end_at: dt.datetime) -> None:
    """Raises RuleViolation for a meeting that would end before it begins."""
    if end_at <= start_at:
        raise RuleViolation(N_("A meeting ends after it begins: correct the hours."), field="end_at")


def check_meeting(meeting: Meeting, today: dt.date) -> None:
    """Checks a meeting about to be written. Raises RuleViolation."""
    gather(
        lambda: check_hours(meeting.start_at, meeting.end_at),
        lambda: _check_kind(meeting),
        lambda: _check_state(meeting, today),
        lambda: check_event_goes_on(meeting, meeting.state, today),
    )


def _check_state(meeting: Meeting, today: dt.date) -> None:
    if meeting.state is not None:
        check_held(meeting.state, day_of(meeting), today)


def _check_kind(meeting: Meeting) -> None:
    if is_session(meeting) and meeting.instance is not None:
        raise RuleViolation(N_("A session of an event has no body: leave the body or the event empty."), field="event")
    if meeting.kind is MeetingKind.NETWORK and meeting.instance is not None:
        raise RuleViolation(
            N_("A meeting of the network has no body: leave the body empty, or choose another kind."), field="instance"
        )
