"""What the replies to a convocation add up to, beside the quorum: « 11 réponses, 9 annoncés, quorum 12 ».

Announced are those whom the quorum would count if all came: who comes, who is replaced by a substitute on the list and,
where the rule of the body counts them, who is represented by another member.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from mdo.instances.rules import rules_of
from mdo.kernel.base.context import AnySession
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
    told = select(MeetingReply.id).where(MeetingReply.meeting_id == Meeting.id).exists()
    asked = select(Meeting).where(
        Meeting.id.in_(wanted), Meeting.convened_at.is_not(None), Meeting.state.in_(_TOLD), told
    )
    rows = session.scalars(asked.options(joinedload(Meeting.instance).joinedload(Instance.type)))
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
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(_lines(asked.values())):
        rows[row[0].meeting_id].append(row)
    gone = _gone(session, asked, rows)
    lines = {
        number: MeetingLines(
            number, day_of(asked[number].start_at), Tally({}, sum(row[0].is_convened for row in found), 0, 0)
        )
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


def _lines(meetings: Iterable[Meeting]) -> Any:
    """Each line that is convened, with its reply for the day of its meeting and whom its holder stands in for."""
    of_day = or_(
        *(and_(MeetingReply.meeting_id == row.id, MeetingReply.meeting_on == day_of(row.start_at)) for row in meetings)
    )
    return (
        select(
            Attendance,
            MeetingReply.answer,
            MeetingReply.is_settled,
            Mandate.substitute_of_id,
            Mandate.ended_on,
        )
        .outerjoin(MeetingReply, and_(MeetingReply.attendance_id == Attendance.id, of_day))
        .outerjoin(Attendance.mandate)
        .where(Attendance.meeting_id.in_([row.id for row in meetings]), Attendance.is_convened)
    )


def _gone(session: AnySession, asked: dict[int, Meeting], rows: dict[int, list[Any]]) -> set[int]:
    """The lines whose mandate ended before their meeting; asked of those that have an end alone, which are few."""
    gone: set[int] = set()
    for number, found in rows.items():
        day = day_of(asked[number].start_at)
        ending = [row[0] for row in found if row[4] is not None and row[4] <= day]
        gone |= ended_among(session, ending, day) if ending else set()
    return gone


def _count(meeting: Meeting, rows: Sequence[Any], gone: set[int], needed: int | None) -> ReplyCount:
    said = [row for row in rows if row[1] is not None and row[0].id not in gone]
    coming = {row[0].id for row in said if row[1] is ReplyAnswer.COMING}
    not_coming = {row[0].id for row in said} - coming
    counts_represented = (
        meeting.instance is not None and rules_of(meeting.instance).quorum_counts is QuorumCounts.WITH_REPRESENTED
    )
    stand_ins = {row[3]: row[0].id for row in rows if row[3] is not None}
    announced = set(coming)
    for line, reply, is_settled, _, _ in said:
        if reply is not ReplyAnswer.REPLACED or not is_settled:
            continue
        if line.presence is Presence.REPRESENTED:
            announced |= {line.id} if counts_represented else set()
        elif line.mandate_id in stand_ins and stand_ins[line.mandate_id] not in not_coming:
            announced.add(stand_ins[line.mandate_id])
    away = sum(row[1] is ReplyAnswer.AWAY for row in said)
    waiting = sum(row[1] is ReplyAnswer.REPLACED and not row[2] for row in said)
    convened = sum(row[0].id not in gone for row in rows)
    return ReplyCount(convened, len(said), len(announced), away, waiting, needed)
