"""Marking who came: the states and what they ask of each other, the hours, and a mark sent twice or too late."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of
from mdo.meetings.attendance import is_member, is_visitor, standing_of
from mdo.meetings.hours import moment_at
from mdo.meetings.states import is_session
from models.attendance import Attendance, Presence
from models.meetings import Meeting

# Those who are, or may still be, in the room: they alone stand in for someone.
_MAY_STAND_IN = frozenset({Presence.PRESENT, Presence.EXPECTED})
NOT_REPRESENTED = N_("Only a member who was convened is represented.")
NOT_AT_A_SESSION = N_("Nobody is represented at a session of an event: a place goes to the waiting list.")
CAME = frozenset({Presence.PRESENT, Presence.GUEST})


@dataclass(frozen=True)
class Mark:
    """A presence, with the line that represents when it is « represented »."""

    presence: Presence
    by_id: int | None = None


class MarkOutcome(StrEnum):
    """What became of a mark: written, already there, or met by another that its author had not seen."""

    SAVED = "saved"
    SAME = "same"
    CONFLICT = "conflict"


def mark_of(line: Attendance) -> Mark:
    """What the line says now."""
    return Mark(line.presence, line.represented_by_id)


def mark(session: AnySession, line: Attendance, wanted: Mark, seen: Mark | None = None) -> MarkOutcome:
    """Writes a mark and flushes. Raises RuleViolation.

    `seen` is what its author had before the eyes: when the line says neither that nor the mark itself, someone else
    wrote meanwhile, and nothing is written. The same mark sent twice is written once.
    """
    current = mark_of(line)
    if current == wanted:
        return MarkOutcome.SAME
    if seen is not None and seen != current:
        return MarkOutcome.CONFLICT
    by = session.get(Attendance, wanted.by_id) if wanted.by_id is not None else None
    _check(session, line, wanted.presence, by)
    line.represented_by_id = wanted.by_id
    for name, value in marked(line, wanted.presence).items():
        setattr(line, name, value)
    session.flush()
    return MarkOutcome.SAVED


def to_mark(lines: Iterable[Attendance]) -> list[Attendance]:
    """Those who were convened and of whom nothing is said yet."""
    return [line for line in lines if line.is_convened and line.presence is Presence.EXPECTED]


def mark_all_present(session: AnySession, lines: Iterable[Attendance]) -> int:
    """« Tous présents »: marks those of whom nothing is said; the others stay as they are. Raises RuleViolation."""
    found = to_mark(lines)
    for line in found:
        mark(session, line, Mark(Presence.PRESENT))
    return len(found)


def marked(line: Attendance, presence: Presence) -> dict[str, Any]:
    """What a presence writes on a line, but for who represents."""
    is_convened = (line.is_convened or is_member(line)) and presence is not Presence.GUEST
    hours = {} if presence in CAME else {"arrived_at": None, "left_at": None}
    return {"presence": presence, "is_convened": is_convened, **hours}


def check_line(session: AnySession, line: Attendance) -> None:
    """The rules of a line as it stands: who it represents, who represents it, its hours. Raises RuleViolation."""
    by = line.represented_by
    if by is None and line.represented_by_id is not None:
        by = session.get(Attendance, line.represented_by_id)
    _check(session, line, line.presence, by)
    _check_hours(line, line.arrived_at, line.left_at)


def _check(session: AnySession, line: Attendance, presence: Presence, other: Attendance | None) -> None:
    if presence not in _MAY_STAND_IN and line.id is not None:
        represented = session.scalars(select(Attendance).where(Attendance.represented_by_id == line.id)).all()
        if represented:
            names = ", ".join(str(other) for other in represented)
            raise RuleViolation(N_("Represents %(names)s: change that first."), field="presence", names=names)
    if presence is not Presence.REPRESENTED:
        return
    if is_of_session(session, line):
        raise RuleViolation(NOT_AT_A_SESSION, field="presence")
    if is_visitor(line):
        raise RuleViolation(NOT_REPRESENTED, field="presence")
    if other is None or target_of(other, "meeting") != target_of(line, "meeting"):
        raise RuleViolation(N_("Say who represents: another member who was convened."), field="represented_by_id")
    if other is line:
        raise RuleViolation(N_("Nobody represents themselves: choose another member."), field="represented_by_id")
    if not may_represent(other):
        raise RuleViolation(
            N_("%(name)s cannot represent anyone: choose a member who was convened and is there."),
            field="represented_by_id",
            name=str(other),
        )


def is_of_session(session: AnySession, line: Attendance) -> bool:
    """Whether a line is on the list of a session of an event."""
    target = target_of(line, "meeting")
    with session.no_autoflush:
        meeting = session.get(Meeting, target) if isinstance(target, int) else target
    return meeting is not None and is_session(meeting)


def presences_at(meeting: Meeting) -> list[Presence]:
    """What a line of a meeting may be marked, in the order of the enumeration: nobody is represented at a session."""
    return [item for item in Presence if not (item is Presence.REPRESENTED and is_session(meeting))]


def may_represent(line: Attendance) -> bool:
    """Whether the line may stand in for another: a convened member who is neither away nor represented."""
    return line.is_convened and line.presence in _MAY_STAND_IN


def representatives(lines: Iterable[Attendance], line: Attendance) -> list[Attendance]:
    """Who may stand in for this one, among the lines of its meeting."""
    return [other for other in lines if other.id != line.id and may_represent(other)]


def set_hours(line: Attendance, meeting: Meeting, arrived: str, left: str) -> None:
    """Writes the hours as they were typed. Raises RuleViolation."""
    arrived_at = moment_at(arrived, meeting.start_at, meeting.end_at, "arrived_at")
    left_at = moment_at(left, meeting.start_at, meeting.end_at, "left_at")
    _check_hours(line, arrived_at, left_at)
    for name, value in (("arrived_at", arrived_at), ("left_at", left_at)):
        if getattr(line, name) != value:
            setattr(line, name, value)


def _check_hours(line: Attendance, arrived_at: dt.datetime | None, left_at: dt.datetime | None) -> None:
    if (arrived_at or left_at) and line.presence not in CAME:
        raise RuleViolation(N_("Hours are those of someone who came: mark them present first."), field="arrived_at")
    if arrived_at is not None and left_at is not None and left_at < arrived_at:
        raise RuleViolation(N_("The departure comes before the arrival."), field="left_at")


@dataclass(frozen=True)
class Tally:
    """How many lines bear each presence, visitors who came among the guests; of those convened, what the law counts."""

    by_presence: dict[Presence, int]
    convened: int
    present_members: int
    represented_members: int

    @property
    def lines(self) -> int:
        return sum(self.by_presence.values())


def tally(lines: Sequence[Attendance] | Sequence[Any]) -> Tally:
    """Counts the lines of a meeting."""
    counts = Counter(standing_of(line) for line in lines)
    members = Counter(line.presence for line in lines if line.is_convened)
    return Tally(
        {presence: counts[presence] for presence in Presence},
        sum(members.values()),
        members[Presence.PRESENT],
        members[Presence.REPRESENTED],
    )
