"""What the replies to a convocation add up to, beside the quorum: « 11 réponses, 9 annoncés, quorum 12 ».

Announced are those whom the quorum would count if all came: who comes, who is replaced by a substitute on the list and,
where the rule of the body counts them, who is represented by another member.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from mdo.instances.rules import rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.periods import day_of
from mdo.meetings.attendance import NOT_TAKING_PLACE
from mdo.meetings.marking import Tally
from mdo.meetings.quorum import MeetingLines, quorums_of_bodies
from mdo.meetings.replies import ended_among
from models.attendance import Attendance, Presence
from models.instances import Instance, QuorumCounts
from models.meetings import Meeting, MeetingState
from models.people import Mandate
from models.replies import MeetingReply, ReplyAnswer

# When answers are told: once the list is settled, until it was held.
_TOLD = (MeetingState.PREPARED, MeetingState.CONVENED)


@dataclass(frozen=True)
class ReplyCount:
    """Of those convened: how many answered, are announced, are away, and how many names wait for the staff.

    `needed` is the quorum, None without a rule.
    """

    convened: int
    answered: int
    announced: int
    away: int
    waiting: int
    needed: int | None = None

    @property
    def silent(self) -> int:
        return self.convened - self.answered


def counts_of_ids(session: AnySession, ids: Iterable[int]) -> dict[int, ReplyCount]:
    """The same of the meetings of a page that somebody answered, by their ids; no statement where there is none."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    rows = session.scalars(kept(_answered), {"meetings": wanted})
    return {number: count for number, count in counts_of(session, rows).items() if count.answered}


def counts_of(session: AnySession, meetings: Iterable[Meeting]) -> dict[int, ReplyCount]:
    """The counts of the meetings to come whose list is settled, by id; those of a meeting nobody answered are zeros.

    Five statements at most, however many there are; reads the body of each and its type.
    """
    asked = {
        row.id: row
        for row in meetings
        if row.convened_at is not None and row.state in _TOLD and row.state not in NOT_TAKING_PLACE
    }
    if not asked:
        return {}
    rows: dict[int, list[_Line]] = defaultdict(list)
    for line in _lines_of(session, {number: day_of(row.start_at) for number, row in asked.items()}):
        rows[line.meeting_id].append(line)
    gone = _gone(session, asked, rows)
    lines = {
        number: MeetingLines(number, day_of(asked[number].start_at), Tally({}, len(found), 0, 0))
        for number, found in rows.items()
    }
    bodies = [(body, held) for number, held in lines.items() if (body := asked[number].instance) is not None]
    quorums = quorums_of_bodies(session, bodies)
    found = {
        number: _count(asked[number], rows[number], gone, quorum.needed if (quorum := quorums.get(number)) else None)
        for number in rows
    }
    # A list that is settled and told to nobody waits for no answer.
    return {number: one for number, one in found.items() if one.answered or asked[number].state is not _TOLD[0]}


def _answered() -> Any:
    """The meetings that somebody may have answered, with what says their rules."""
    replied = select(MeetingReply.id).where(MeetingReply.meeting_id == Meeting.id).exists()
    return (
        select(Meeting)
        .where(
            Meeting.id.in_(bindparam("meetings", expanding=True)),
            Meeting.convened_at.is_not(None),
            Meeting.state.in_(_TOLD),
            replied,
        )
        .options(joinedload(Meeting.instance).joinedload(Instance.type))
    )


class _Line(NamedTuple):
    """A line that is convened, with its reply for the day of its meeting and whom its holder stands in for."""

    id: int
    meeting_id: int
    mandate_id: int | None
    presence: Presence
    replied_on: dt.date | None
    answer: ReplyAnswer | None
    is_settled: bool | None
    substitute_of_id: int | None
    ended_on: dt.date | None


def _lines_of(session: AnySession, days: Mapping[int, dt.date]) -> Iterable[_Line]:
    """The lines of these meetings, by id with their days; a reply for another day is none."""
    found: dict[int, _Line] = {}
    for row in session.execute(kept(_lines), {"meetings": list(days)}):
        line = _Line(*row)
        if line.replied_on != days[line.meeting_id]:
            line = line._replace(answer=None, is_settled=None)
        if line.id not in found or line.answer is not None:
            found[line.id] = line
    return found.values()


def _lines() -> Any:
    return (
        select(
            Attendance.id,
            Attendance.meeting_id,
            Attendance.mandate_id,
            Attendance.presence,
            MeetingReply.meeting_on,
            MeetingReply.answer,
            MeetingReply.is_settled,
            Mandate.substitute_of_id,
            Mandate.ended_on,
        )
        .outerjoin(MeetingReply, MeetingReply.attendance_id == Attendance.id)
        .outerjoin(Attendance.mandate)
        .where(Attendance.meeting_id.in_(bindparam("meetings", expanding=True)), Attendance.is_convened)
    )


def _gone(session: AnySession, asked: dict[int, Meeting], rows: Mapping[int, Sequence[_Line]]) -> set[int]:
    """The lines whose mandate ended before their meeting; asked of those that have an end alone, which are few."""
    gone: set[int] = set()
    for number, found in rows.items():
        day = day_of(asked[number].start_at)
        ending = [line for line in found if line.ended_on is not None and line.ended_on <= day]
        gone |= ended_among(session, ending, day) if ending else set()
    return gone


def _count(meeting: Meeting, lines: Sequence[_Line], gone: set[int], needed: int | None) -> ReplyCount:
    said = [line for line in lines if line.answer is not None and line.id not in gone]
    coming = {line.id for line in said if line.answer is ReplyAnswer.COMING}
    not_coming = {line.id for line in said} - coming
    counts_represented = (
        meeting.instance is not None and rules_of(meeting.instance).quorum_counts is QuorumCounts.WITH_REPRESENTED
    )
    stand_ins = {line.substitute_of_id: line.id for line in lines if line.substitute_of_id is not None}
    announced = set(coming)
    for line in said:
        if line.answer is not ReplyAnswer.REPLACED or not line.is_settled:
            continue
        if line.presence is Presence.REPRESENTED:
            announced |= {line.id} if counts_represented else set()
        elif line.mandate_id in stand_ins and stand_ins[line.mandate_id] not in not_coming:
            announced.add(stand_ins[line.mandate_id])
    away = sum(line.answer is ReplyAnswer.AWAY for line in said)
    waiting = sum(line.answer is ReplyAnswer.REPLACED and not line.is_settled for line in said)
    convened = sum(line.id not in gone for line in lines)
    return ReplyCount(convened, len(said), len(announced), away, waiting, needed)
