"""Replies to a convocation: whether a link still answers, what an answer is, and what it makes of a line of the list.

An answer is for one day: a meeting that moves to another asks again, and an undo that puts it back finds the answers
again. Who is away is excused; who is replaced by another member is represented; by a substitute of their own, excused,
and the substitute is convened. A name that the list does not know waits for the staff.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from sqlalchemy import not_, or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import is_set
from mdo.kernel.rights.addresses import signed_secret
from mdo.kernel.rights.identity import hash_of_token
from mdo.kernel.rules.never_kept import check_may_be_kept
from mdo.meetings.attendance import (
    NOT_TAKING_PLACE,
    add_member,
    is_member,
    lines_of,
    mandates_of,
)
from mdo.meetings.marking import Mark, mark, representatives
from mdo.meetings.states import took_place
from mdo.people.mandates import MandateStatus, status_clause
from models.attendance import Attendance, Presence
from models.meetings import Meeting
from models.people import Mandate
from models.replies import MeetingReply, ReplyAnswer, ReplyWay
from models.text import fold

LONGEST_NAME = 160
# What a reply may change on a line: what staff saw in the room stays.
_FOLLOWED = frozenset({Presence.EXPECTED, Presence.EXCUSED, Presence.REPRESENTED})
NOBODY_NAMED = N_("Write the name of who replaces you.")
_NO_SUBSTITUTE = N_(
    "Nobody replaces anyone at a session of an event: a place that is given up goes to the waiting list."
)


class Standing(StrEnum):
    """Whether a link still answers, else why not."""

    OPEN = "open"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    OVER = "over"
    ENDED = "ended"


def standing_of(session: AnySession, reply: MeetingReply, now: dt.datetime) -> Standing:
    """Where the link of a reply stands; reads the meeting and the line."""
    meeting, line = reply.meeting, reply.attendance
    if meeting.state in NOT_TAKING_PLACE:
        return Standing.CANCELLED if meeting.state == "cancelled" else Standing.POSTPONED
    if reply.meeting_on != day_of(meeting.start_at):
        return Standing.POSTPONED
    if now >= meeting.start_at or took_place(meeting.state):
        return Standing.OVER
    if not line.is_convened or ended_among(session, [line], reply.meeting_on):
        return Standing.ENDED
    return Standing.OPEN


class OfMandate(Protocol):
    """What is read of a line of attendance: its id and whose mandate it is of."""

    @property
    def id(self) -> int: ...

    @property
    def mandate_id(self) -> int | None: ...


def ended_among(session: AnySession, lines: Iterable[OfMandate], day: dt.date) -> set[int]:
    """The lines whose holder has no mandate in the body any more on a day, by their ids."""
    by_mandate = {line.mandate_id: line for line in lines if line.mandate_id is not None}
    if not by_mandate:
        return set()
    ended = status_clause(MandateStatus.ENDED, day)
    over = session.scalars(select(Mandate).where(Mandate.id.in_(by_mandate), ended)).all()
    if not over:
        return set()
    left = not_(ended)
    bodies = {mandate.instance_id for mandate in over}
    asked = select(Mandate.person_id, Mandate.organisation_id).where(Mandate.instance_id.in_(bodies), left)
    held = {_holder(*row) for row in session.execute(asked)}
    return {by_mandate[one.id].id for one in over if _holder(one.person_id, one.organisation_id) not in held}


def _holder(person_id: int | None, organisation_id: int | None) -> tuple[str, int | None]:
    return ("person", person_id) if person_id is not None else ("organisation", organisation_id)


# ---- The link --------------------------------------------------------------------------------------------------------


def secret_of(reply: MeetingReply, key: str) -> str:
    """The secret of the link of a stored reply, made again by the key of the server."""
    return signed_secret(key, "reply", reply.id, reply.meeting_id, reply.meeting_on)


def give_links(session: AnySession, meeting: Meeting, key: str) -> None:
    """Gives each line that is convened a link for the day of its meeting; who has one keeps it. Flushes."""
    day = day_of(meeting.start_at)
    known = of_day(session, meeting)
    for line in lines_of(session, meeting):
        if line.is_convened and line.id not in known:
            known[line.id] = MeetingReply(
                meeting_id=meeting.id, attendance_id=line.id, attendance=line, meeting_on=day, is_settled=False
            )
            session.add(known[line.id])
    session.flush()
    for reply in known.values():
        wanted = hash_of_token(secret_of(reply, key))
        if reply.token_hash != wanted:
            reply.token_hash = wanted
    session.flush()


def of_day(session: AnySession, meeting: Meeting) -> dict[int, MeetingReply]:
    """The replies of a meeting for the day that it has now, answered or not, by line."""
    asked = select(MeetingReply).where(
        MeetingReply.meeting_id == meeting.id, MeetingReply.meeting_on == day_of(meeting.start_at)
    )
    return {reply.attendance_id: reply for reply in session.scalars(asked)}


def answers_of(session: AnySession, meeting: Meeting, lines: Sequence[Attendance]) -> dict[int, MeetingReply]:
    """The answers that count: for this day, of who still holds a mandate, to a meeting that takes place; by line."""
    if meeting.state in NOT_TAKING_PLACE:
        return {}
    found = {number: reply for number, reply in of_day(session, meeting).items() if reply.answer is not None}
    answered = [line for line in lines if line.id in found]
    gone = ended_among(session, answered, day_of(meeting.start_at)) if answered else set()
    return {line.id: found[line.id] for line in answered if line.is_convened and line.id not in gone}


def is_waiting(reply: MeetingReply) -> bool:
    """Whether a name that nobody knows waits for the staff."""
    return reply.answer is ReplyAnswer.REPLACED and not reply.is_settled


# ---- The answer ------------------------------------------------------------------------------------------------------


def answer(
    reply: MeetingReply, said: ReplyAnswer, way: ReplyWay, now: dt.datetime, name: str = "", user_id: int | None = None
) -> bool:
    """Writes an answer, the last of which wins; whether it is another than the one that was there.

    Raises RuleViolation for who is replaced by nobody named, or at a session of an event.
    """
    _check_taken(reply, said)
    typed = " ".join(name.split())[:LONGEST_NAME] if said is ReplyAnswer.REPLACED else ""
    if said is ReplyAnswer.REPLACED and not typed:
        raise RuleViolation(NOBODY_NAMED, field="replaced_by")
    check_may_be_kept(typed, "replaced_by")
    if (reply.answer, reply.replaced_by or "") == (said, typed):
        return False
    reply.answer, reply.way, reply.replied_at, reply.user_id = said, way, now, user_id
    reply.replaced_by, reply.is_settled = typed or None, False
    return True


def answers_taken(meeting: Meeting | None) -> tuple[ReplyAnswer, ...]:
    """The answers to a convocation: a place at a session of an event is handed on by its waiting list alone."""
    if meeting is not None and meeting.event_id is not None:
        return tuple(answer for answer in ReplyAnswer if answer is not ReplyAnswer.REPLACED)
    return tuple(ReplyAnswer)


def _check_taken(reply: MeetingReply, said: ReplyAnswer | None) -> None:
    if said is not None and said not in answers_taken(reply.meeting):
        raise RuleViolation(_NO_SUBSTITUTE, field="answer")


def check_reply(reply: MeetingReply) -> None:
    """What is asked of a reply by whatever door. Raises RuleViolation."""
    check_may_be_kept(reply.replaced_by or "", "replaced_by")
    if is_set(reply, ("answer",)):  # not of one that was given before
        _check_taken(reply, reply.answer)
    if reply.answer is ReplyAnswer.REPLACED and not reply.replaced_by:
        raise RuleViolation(NOBODY_NAMED, field="replaced_by")


def reply_of(session: AnySession, line: Attendance) -> MeetingReply:
    """The reply of a line for the day of its meeting, made where there is none."""
    day = day_of(line.meeting.start_at)
    asked = select(MeetingReply).where(MeetingReply.attendance_id == line.id, MeetingReply.meeting_on == day)
    found = session.scalars(asked).one_or_none()
    if found is None:
        found = MeetingReply(
            meeting_id=line.meeting_id, attendance_id=line.id, attendance=line, meeting_on=day, is_settled=False
        )
        session.add(found)
    return found


def follow(session: AnySession, reply: MeetingReply) -> None:
    """Makes of a line what its answer says, and flushes; a line that a person marked otherwise stays.

    A member who represents another stays expected until the other one chooses somebody else: the page says so.
    """
    line = reply.attendance
    if line.presence not in _FOLLOWED:
        return
    session.flush()
    if reply.answer is ReplyAnswer.REPLACED and not reply.is_settled:
        stands_in = _stand_in(session, reply)
        if stands_in is not None:
            settle(session, reply, stands_in)
            return
    if reply.answer is ReplyAnswer.REPLACED and reply.is_settled:
        return
    wanted = Presence.EXPECTED if reply.answer is ReplyAnswer.COMING else Presence.EXCUSED
    _mark(session, line, Mark(wanted))


def settle(session: AnySession, reply: MeetingReply, stands_in: Attendance) -> None:
    """Says which line sits in place of another, by the rule of the body, and flushes. Raises RuleViolation."""
    line = reply.attendance
    if stands_in.id in {other.id for other in substitutes_on(session, line)}:
        mark(session, line, Mark(Presence.EXCUSED))
        stands_in.is_convened = True
    else:
        mark(session, line, Mark(Presence.REPRESENTED, stands_in.id))
    reply.answer, reply.is_settled = ReplyAnswer.REPLACED, True
    reply.replaced_by = (reply.replaced_by or str(stands_in))[:LONGEST_NAME]
    session.flush()


def _mark(session: AnySession, line: Attendance, wanted: Mark) -> None:
    try:
        mark(session, line, wanted)
    except RuleViolation:
        session.flush()  # who represents somebody: told on the page of replies


def _stand_in(session: AnySession, reply: MeetingReply) -> Attendance | None:
    """The one member or substitute whom a name tells; None where nobody, or several, are called so."""
    line, name = reply.attendance, _words(reply.replaced_by or "")
    own = [mandate for mandate in _substitutes(session, line) if _words(_name(mandate)) == name]
    if len(own) == 1:
        return _line_of(session, line.meeting, own[0])
    everyone = lines_of(session, line.meeting)
    named = [other for other in representatives(everyone, line) if is_member(other) and _words(str(other)) == name]
    return named[0] if len(named) == 1 else None


def _words(name: str) -> frozenset[str]:
    """A name whatever the order of its words, its case and accents."""
    return frozenset(fold(name).replace("-", " ").split())


def _name(mandate: Mandate) -> str:
    return str(mandate.person or mandate.organisation or "")


def _substitutes(session: AnySession, line: Attendance) -> Sequence[Mandate]:
    """The mandates of the substitutes of the holder of a line in its body, not ended on the day of the meeting."""
    if line.mandate_id is None:
        return ()
    day = day_of(line.meeting.start_at)
    own = Mandate.person_id == line.person_id if line.person_id else Mandate.organisation_id == line.organisation_id
    held = select(Mandate.id).where(Mandate.instance_id == line.meeting.instance_id, own)
    begun = or_(Mandate.start_on.is_(None), Mandate.start_on <= day)
    still = not_(status_clause(MandateStatus.ENDED, day))
    return mandates_of(session, Mandate.substitute_of_id.in_(held), still, begun)


def _line_of(session: AnySession, meeting: Meeting, mandate: Mandate) -> Attendance:
    """The line of a substitute, convened where nobody had."""
    for line in lines_of(session, meeting):
        if (line.person_id, line.organisation_id) == (mandate.person_id, mandate.organisation_id) or (
            mandate.person_id is not None and line.person_id == mandate.person_id
        ):
            return line
    return add_member(
        session,
        meeting,
        person_id=mandate.person_id,
        organisation_id=None if mandate.person_id is not None else mandate.organisation_id,
    )


def substitutes_on(session: AnySession, line: Attendance) -> list[Attendance]:
    """The lines of the substitutes of a member, on the list of the meeting."""
    people = {(mandate.person_id, mandate.organisation_id if mandate.person_id is None else None)
              for mandate in _substitutes(session, line)}  # fmt: skip
    if not people:
        return []
    return [
        other
        for other in lines_of(session, line.meeting)
        if (other.person_id, other.organisation_id if other.person_id is None else None) in people
    ]
