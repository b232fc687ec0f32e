"""Sign-in sheets that are a year old: eliminated under the visa of the Archives départementales, never without it.

What is destroyed is what says who was there: the names of the lines, with what was written of each, the files of the
sheet, and what the journal kept of both. What stays counts: who was convened, present, excused, by college.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from mdo.documents.moving import destroy_all
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months, day_of, start_of_day
from mdo.kernel.journal.touched import few_names
from mdo.kernel.rules.twofold import Rule
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.archives import SheetElimination, SheetState, SignInSheet
from models.attendance import Attendance
from models.documents import MADE_KINDS, Document, DocumentKind
from models.journal import ERASED, Door, JournalChange, JournalEntry
from models.meetings import Meeting
from models.replies import MeetingReply
from models.types import number_at

KEPT_MONTHS = 12
_ONE_DAY = dt.timedelta(days=1)
_NO_VISA = N_(
    "To be eliminated, visa awaited: %(names)s. Nothing is destroyed before the visa of the director of the Archives "
    "départementales is recorded (code du patrimoine, art. L212-2)."
)


@dataclass(frozen=True)
class Destroyed:
    """What was destroyed: sheets, lines that lost their name, files."""

    sheets: int
    lines: int
    files: int


def first_day(meeting: Meeting) -> dt.date:
    """The first day on which the sheet of a meeting is a year old: of 10/11/2025, 10/11/2026; of 29/02, 01/03."""
    held_on = day_of(meeting.end_at)
    day = add_months(held_on, KEPT_MONTHS)
    return day if day.day == held_on.day else day + _ONE_DAY


def due_clause(today: dt.date) -> ColumnElement[bool]:
    """The sheets that are a year old or older, and those whose elimination has begun, on `SignInSheet`."""
    return or_(_is_a_year_old(SignInSheet.ended_at, today), SignInSheet.state != SheetState.AWAITED.value)


def _is_a_year_old(ended_at: Any, today: dt.date) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = ended_at < start_of_day(add_months(today, -KEPT_MONTHS) + _ONE_DAY)
    return clause


def record_visa(
    session: AnySession, meeting_ids: Collection[int], bordereau: str, number: str, on: dt.date | None, today: dt.date
) -> int:
    """Writes the visa of these sheets, or corrects it as long as nothing was destroyed; returns how many. Flushes.

    Raises RuleViolation: `bordereau`, `visa_number` and `visa_on` are asked for, the day is today or before, and each
    of these sheets is a year old on it.
    """
    bordereau, number = (" ".join(text.split()) for text in (bordereau, number))
    for field, text in (("bordereau", bordereau), ("visa_number", number)):
        if not text:
            raise RuleViolation(N_("Fill this field."), field=field)
    if on is None:
        raise RuleViolation(N_("Fill this field."), field="visa_on")
    if on > today:
        raise RuleViolation(N_("This day has not come yet: write the day of the visa."), field="visa_on")
    meetings, records = _read(session, meeting_ids, today)
    for meeting in meetings:
        _check_day(meeting, on)
        record = records.get(meeting.id)
        if record is None:
            record = SheetElimination(meeting_id=meeting.id)
            session.add(record)
        _refuse_destroyed(record, meeting)
        record.bordereau, record.visa_number, record.visa_on = bordereau, number, on
    session.flush()
    return len(meetings)


def withdraw_visa(session: AnySession, meeting_ids: Collection[int], today: dt.date) -> int:
    """Takes a visa back that was recorded by mistake; returns how many. Flushes. Raises RuleViolation."""
    meetings, records = _read(session, meeting_ids, today)
    for meeting in meetings:
        if meeting.id in records:
            _refuse_destroyed(records[meeting.id], meeting)
            session.delete(records[meeting.id])
    session.flush()
    return len(records)


def check_visa(session: AnySession, meeting_ids: Collection[int], today: dt.date) -> None:
    """Raises RuleViolation unless each of these sheets is a year old, has a visa of after that, and is still there."""
    meetings, records = _read(session, meeting_ids, today)
    without = [meeting.title for meeting in meetings if meeting.id not in records]
    if without:
        raise RuleViolation(_NO_VISA, names=few_names(without))
    for meeting in meetings:
        _refuse_destroyed(records[meeting.id], meeting)
        _check_day(meeting, records[meeting.id].visa_on)


def destroy(
    session: AnySession, meeting_ids: Collection[int], today: dt.date, now: dt.datetime, files: Collection[int] = ()
) -> Destroyed:
    """Destroys the sheets of these meetings, with the attached `files` named besides. Flushes.

    Nothing takes it back. Raises RuleViolation, and then destroys none: see `check_visa`.
    """
    check_visa(session, meeting_ids, today)
    meetings, records = _read(session, meeting_ids, today)
    total = Destroyed(0, 0, 0)
    for meeting in meetings:
        record = records[meeting.id]
        lines, documents = _lines_of(session, meeting), files_of(session, meeting.id, files)
        for line in lines:
            _forget(line)
        destroy_all(session, documents)
        record.destroyed_at, record.destroyed_by_name = now, context_of(session).actor_name or ERASED
        record.destroyed_lines, record.destroyed_files = len(lines), len(documents)
        total = Destroyed(total.sheets + 1, total.lines + len(lines), total.files + len(documents))
    session.flush()
    for meeting in meetings:
        _forget_in_journal(session, meeting.id)
    session.flush()
    return total


def files_of(session: AnySession, meeting_id: int, attached: Collection[int] = ()) -> Sequence[Document]:
    """The files of a sheet, withdrawn or not: those made from the register, and those of its attached files named.

    Whoever destroys them: the data officer opens no meeting, and none may be left.
    """
    of_sheet = or_(Document.kind == DocumentKind.SIGN_IN_SHEET, Document.id.in_(attached))
    statement = select(Document).where(Document.meeting_id == meeting_id, of_sheet)
    return session.scalars(statement.order_by(Document.id), execution_options=WHOLE_REGISTER).all()


def attached_to(session: AnySession, meeting_ids: Collection[int]) -> Sequence[Document]:
    """The files that people attached to these meetings: a signed sheet may be among them, and no one else can tell."""
    attached = Document.kind.not_in(MADE_KINDS) & Document.link.is_(None)
    statement = select(Document).where(Document.meeting_id.in_(meeting_ids), attached)
    return session.scalars(statement.order_by(Document.meeting_id, Document.id), execution_options=WHOLE_REGISTER).all()


def destruction_of(session: AnySession, meeting_id: int) -> SheetElimination | None:
    """Under which visa the sheet of a meeting was destroyed, and when; None as long as it was not.

    Whoever sees the meeting: the archives' list is closed to her, and the page of the meeting says why it names nobody.
    """
    destroyed = SheetElimination.destroyed_at.is_not(None)
    statement = select(SheetElimination).where(SheetElimination.meeting_id == meeting_id, destroyed)
    return session.scalars(statement, execution_options=WHOLE_REGISTER).one_or_none()


def check_not_destroyed(session: AnySession, meeting_id: int) -> None:
    """Raises RuleViolation where the sheet of a meeting was destroyed: nobody is named on it again."""
    found = destruction_of(session, meeting_id)
    if found is not None and found.destroyed_at is not None:
        raise RuleViolation(
            N_("The sign-in sheet of this meeting was eliminated on %(day)s: nobody is named on it any more."),
            day=day_of(found.destroyed_at),
        )


def _read(
    session: AnySession, meeting_ids: Collection[int], today: dt.date
) -> tuple[Sequence[Meeting], dict[int, SheetElimination]]:
    """These meetings and what is recorded of their sheets. Raises RuleViolation for a sheet that is kept still."""
    meetings = session.scalars(select(Meeting).where(Meeting.id.in_(meeting_ids)).order_by(Meeting.id)).all()
    kept = [row.title for row in meetings if first_day(row) > today]
    if kept:
        raise RuleViolation(N_("Not a year old yet: %(names)s."), names=few_names(kept))
    records = session.scalars(select(SheetElimination).where(SheetElimination.meeting_id.in_(meeting_ids)))
    return meetings, {record.meeting_id: record for record in records}


def _check_day(meeting: Meeting, visa_on: dt.date) -> None:
    """A visa is given on a sheet whose year has run."""
    first = first_day(meeting)
    if visa_on < first:
        raise RuleViolation(
            N_(
                "The sheet of « %(name)s » is kept until it is a year old: its visa is of %(first)s at the earliest. "
                "Read the day of the visa again on the bordereau."
            ),
            field="visa_on",
            name=meeting.title,
            first=first,
        )


def _refuse_destroyed(record: SheetElimination, meeting: Meeting) -> None:
    if record.destroyed_at is not None:
        raise RuleViolation(N_("« %(name)s » was destroyed already: what is said of it stays."), name=meeting.title)


def _lines_of(session: AnySession, meeting: Meeting) -> Sequence[Attendance]:
    return session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)).all()


def _forget(line: Attendance) -> None:
    """A line keeps what it counts for: convened, presence, college, and an organisation that sat by itself."""
    if line.person_id is not None or line.user_id is not None or line.visitor_name is not None:
        line.person, line.user, line.organisation, line.visitor_name = None, None, None, ERASED
    line.mandate = None
    line.replies = []  # what was answered, and the names of who replaced
    line.quality = line.note = line.arrived_at = line.left_at = None


def _forget_in_journal(session: AnySession, meeting_id: int) -> None:
    """The journal keeps that lines were written, by whom and when; no more what, nor the names of whom they were."""
    of_meeting = (number_at(JournalChange.fields, "meeting_id", place) == meeting_id for place in (0, 1))
    named = [Attendance.__name__, MeetingReply.__name__]
    known = select(JournalChange.model, JournalChange.row_id).where(JournalChange.model.in_(named), or_(*of_meeting))
    lines = {
        *((model, row_id) for model, row_id in session.execute(known, execution_options=WHOLE_REGISTER)),
        *((named[0], row_id) for row_id in session.scalars(
            select(Attendance.id).where(Attendance.meeting_id == meeting_id))),
    }  # fmt: skip
    of_lines = [
        and_(
            JournalChange.model == name, JournalChange.row_id.in_({row_id for model, row_id in lines if model == name})
        )
        for name in named
    ]
    changes = session.scalars(select(JournalChange).where(or_(*of_lines)), execution_options=WHOLE_REGISTER).all()
    for change in changes:
        change.fields, change.label = {}, ERASED
    restored = select(JournalEntry).where(
        JournalEntry.id.in_({change.entry_id for change in changes}), JournalEntry.door == Door.RESTORE
    )
    for entry in session.scalars(restored, execution_options=WHOLE_REGISTER):
        entry.summary = ERASED  # it was the name of the line that came back


A_YEAR_OLD = Rule(
    lambda row, today: first_day(row) <= today,
    lambda today: _is_a_year_old(Meeting.end_at, today),
    (Meeting.end_at,),
    turns=first_day,
)
