"""What a meeting still needs before it takes place: its papers, which the product knows, and the needs of its kind.

The mission edits the needs of each kind of meeting; a meeting has those of its kind, whatever door made it. What was
said of one is kept under its name: a meeting that becomes another kind keeps what was done.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from models.meetings import Meeting, MeetingKind, MeetingState
from models.readiness import CheckState, MeetingCheck, MeetingNeed

# Calendar days: within which an announcement that did not leave is late.
CONVENED_DAYS = 7


class Need(StrEnum):
    """The papers of a meeting; the value names each in tests and templates."""

    PLACE = "place"
    LEADER = "leader"
    AGENDA = "agenda"
    LIST = "list"
    CONVOCATION = "convocation"


NEEDS: dict[Need, str] = {
    Need.PLACE: N_("the place"),
    Need.LEADER: N_("who organises it"),
    Need.AGENDA: N_("the agenda"),
    Need.LIST: N_("the list of those convened"),
    Need.CONVOCATION: N_("the convocation"),
}


@dataclass(frozen=True)
class Thing:
    """Something that a meeting needs: one of its papers, or a need of its kind by its own words.

    `due_on` is the last day on which all is well.
    """

    paper: Need | None
    label: str
    is_done: bool
    is_late: bool
    due_on: dt.date
    need_id: int | None = None


Asked = tuple[int, str, int]  # the id of a need, its words, calendar days before


def things_of(
    day: dt.date, today: dt.date, papers: Mapping[Need, bool], asked: Iterable[Asked], said: Mapping[str, CheckState]
) -> tuple[Thing, ...]:
    """All that a meeting of this day needs, its papers first; `said` is by the words of the need."""
    before = day - dt.timedelta(days=CONVENED_DAYS)
    found = [
        Thing(paper, NEEDS[paper], is_done, not is_done and paper is Need.CONVOCATION and before <= today, before)
        for paper, is_done in papers.items()
    ]
    for need_id, label, days_before in asked:
        due_on = day - dt.timedelta(days=days_before)
        is_done = said.get(label, CheckState.OPEN) is not CheckState.OPEN
        found.append(Thing(None, label, is_done, not is_done and due_on < today, due_on, need_id))
    return tuple(found)


def missing_of(things: Iterable[Thing]) -> list[Thing]:
    """What is missing, the most urgent first."""
    return sorted((thing for thing in things if not thing.is_done), key=lambda thing: (not thing.is_late, thing.due_on))


def papers_of(
    *,
    place: str | None,
    online_url: str | None,
    organiser_id: int | None,
    has_agenda: bool,
    instance_id: int | None,
    event_id: int | None,
    convened_at: dt.datetime | None,
    state: MeetingState,
) -> dict[Need, bool]:
    """Which of its papers a meeting has; the network convenes nobody, a session has no agenda."""
    found = {
        Need.PLACE: bool(place or online_url),
        Need.LEADER: organiser_id is not None,
        Need.AGENDA: has_agenda,
        Need.LIST: convened_at is not None,
        Need.CONVOCATION: state is not MeetingState.PREPARED,
    }
    if event_id is not None:
        del found[Need.AGENDA]
    elif instance_id is None:
        del found[Need.LIST]
    return found


def needs_and_said(
    session: AnySession, meetings: Mapping[int, MeetingKind]
) -> dict[int, tuple[list[Asked], dict[str, CheckState]]]:
    """The needs of these meetings and what was said of each; one statement for all of them."""
    if not meetings:
        return {}
    rows = session.execute(kept(_needs), {"meetings": list(meetings)})
    found: dict[int, tuple[list[Asked], dict[str, CheckState]]] = {}
    for meeting_id, need_id, label, days_before, state in rows:
        asked, by_label = found.setdefault(meeting_id, ([], {}))
        asked.append((need_id, label, days_before))
        if state is not None:
            by_label[label] = state
    return found


def _needs() -> Any:
    need, named = aliased(MeetingNeed), aliased(MeetingNeed)
    asked: Any = bindparam("meetings", expanding=True)
    said = (
        select(MeetingCheck.meeting_id, MeetingCheck.state, named.label)
        .join(named, MeetingCheck.need_id == named.id)
        .where(MeetingCheck.meeting_id.in_(asked))
        .subquery()
    )
    return (
        select(Meeting.id, need.id, need.label, need.days_before, said.c.state)
        .join(need, and_(need.kind == Meeting.kind, need.is_active))
        .outerjoin(said, and_(said.c.meeting_id == Meeting.id, said.c.label == need.label))
        .where(Meeting.id.in_(asked))
        .order_by(need.position, need.id)
    )


def open_needs(session: AnySession, meetings: Iterable[Meeting], today: dt.date) -> dict[int, list[str]]:
    """The needs that nobody has seen to, of those of these meetings that are to come; one statement."""
    to_come = {row.id: row.kind for row in meetings if row.state in BEFORE and day_of(row.start_at) >= today}
    return {
        meeting_id: [label for _, label, _ in asked if said.get(label, CheckState.OPEN) is CheckState.OPEN]
        for meeting_id, (asked, said) in needs_and_said(session, to_come).items()
    }


def said_of(checks: Iterable[MeetingCheck]) -> dict[str, MeetingCheck]:
    """What was said of a meeting, by the words of the need."""
    return {check.need.label: check for check in checks}


def open_labels(meeting: Meeting) -> tuple[str, ...]:
    """The needs of a meeting that nobody has seen to, in their order; none of one that is over or called off."""
    if meeting.state not in BEFORE:
        return ()
    said = {label: check.state for label, check in said_of(meeting.checks).items()}
    return tuple(need.label for need in meeting.needs if said.get(need.label, CheckState.OPEN) is CheckState.OPEN)


BEFORE = frozenset({MeetingState.PREPARED, MeetingState.CONVENED})


def say(
    meeting: Meeting, need: MeetingNeed, state: CheckState, note: str | None, *, now: dt.datetime, user_id: int | None
) -> MeetingCheck:
    """Writes what is said of a need of a meeting, over what was said of it under another kind. Raises RuleViolation."""
    check = said_of(meeting.checks).get(need.label)
    if check is None:
        check = MeetingCheck(need=need)
        meeting.checks.append(check)
    check.state, check.note, check.user_id, check.at = state, note or None, user_id, now
    return check


def check_need(row: MeetingNeed, others: Sequence[Any]) -> None:
    """Raises RuleViolation for two needs of a kind under one name: one could not tell which was seen to."""
    if any(other.id != row.id for other in others):
        raise RuleViolation(
            N_("This kind of meeting already has “%(label)s”: change that line instead."),
            field="label",
            label=row.label,
        )
