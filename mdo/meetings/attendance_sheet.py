"""The sign-in sheet and the minutes as workbooks; the sheet comes back filled by hand (mdo.meetings.returned_sheet)."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mdo.documents.document_format import Wording
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.workbook.cells import PARIS
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.printed import Printed, dress
from mdo.kernel.workbook.writer import write_workbook
from mdo.meetings.document_lines import RosterLine, attendances_of, grouped, lines_of, visitors_of
from mdo.meetings.document_values import (
    BLANK_LINES,
    NO_ACTION,
    NO_DECISION,
    NO_QUESTION,
    TO_BE_CONFIRMED,
    asks_questions,
    body_of,
    place_of,
    quality_of,
    sentences,
)
from mdo.meetings.marking import presences_at
from mdo.meetings.votes import votes_in_words
from models.attendance import Attendance, Presence
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, SessionQuestion

# What only the application reads: the line, and how it stood when the sheet was made.
KEY, WAS = "mdo-key", "mdo-was"
HEADERS = {
    "name": N_("Last and first name"),
    "presence": FIELD_LABELS[Attendance]["presence"],
    "represented_by": FIELD_LABELS[Attendance]["represented_by"],
}
# As high as a signature needs, in points; the columns fill the width of a page on its side, at full size.
_SIGNATURE_HEIGHT = 32
_COLLEGE_COLUMN = 4
_MINUTES_POINTS = 10
MARKED = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.REPRESENTED, Presence.GUEST)
_NOTICE = N_(
    "Personal data: this sheet serves to establish attendance at the meeting. It is kept one year, then eliminated "
    "with the visa of the Archives départementales."
)


@dataclass(frozen=True)
class _Row:
    number: int
    college: str
    line: RosterLine | None


def sign_in_workbook(session: AnySession, meeting: Meeting, wording: Wording) -> bytes:
    """The sign-in sheet as a workbook: a real table with drop-downs, visitors last, then ten blank lines for others."""
    lines = [(group.name, line) for group in grouped(lines_of(session, meeting)) for line in group.lines]
    aside = wording.translate(N_("Guests and visitors"))
    visitors = [(aside, line) for line in visitors_of(session, meeting)]
    blank: list[tuple[str, RosterLine | None]] = [("", None)] * BLANK_LINES
    rows = [_Row(number, college, line) for number, (college, line) in enumerate([*lines, *visitors, *blank], start=1)]
    people, offered = [line.name for _, line in lines], presences_at(meeting)
    name = wording.translate(N_("Sign-in sheet"))
    title = f"{name} – {meeting.title}"
    sheet = WrittenSheet(
        name,
        [column for column in _columns(wording) if column.name != "represented_by" or Presence.REPRESENTED in offered],
        rows,
        choices={
            "presence": [wording.translate(enum_label(item)) for item in MARKED if item in offered],
            **({"represented_by": people} if people and Presence.REPRESENTED in offered else {}),
        },
        hidden=frozenset({"key", "was"}),
        above=_above(meeting, title, wording),
    )
    printed = Printed(sheet.header_row, bold=2, row_height=_SIGNATURE_HEIGHT, apart=_COLLEGE_COLUMN)
    return dress(_written(session, title, [sheet], wording), {0: printed})


def _columns(wording: Wording) -> Sequence[Column]:
    def state(row: _Row, today: dt.date) -> str | None:
        if row.line is None or row.line.presence is Presence.EXPECTED:
            return None
        return wording.translate(enum_label(row.line.presence))

    def quality(row: _Row, today: dt.date) -> str | None:
        return (quality_of(row.line, wording.translate) or None) if row.line is not None else None

    return (
        Column("number", N_("No."), lambda row, today: row.number, Kind.INTEGER, width=7),
        Column("name", HEADERS["name"], lambda row, today: row.line.name if row.line else None, width=30),
        Column("quality", N_("Function or organisation"), quality, width=24),
        Column("college", FIELD_LABELS[Attendance]["college"], lambda row, today: row.college or None, width=19),
        Column("presence", HEADERS["presence"], state, width=14),
        Column("represented_by", HEADERS["represented_by"], _representative, width=20),
        Column("signature", N_("Signature"), lambda row, today: None, width=25),
        Column("key", KEY, lambda row, today: row.line.key if row.line else None, width=8),
        Column("was", WAS, lambda row, today: str(row.line.presence) if row.line else None, width=8),
    )


def _representative(row: _Row, today: dt.date) -> str | None:
    return (row.line.represented_by or None) if row.line is not None else None


def _above(meeting: Meeting, title: str, wording: Wording) -> Sequence[Sequence[str]]:
    day = f"{wording.day(meeting.start_at)}, {wording.time(meeting.start_at)}"
    where = " – ".join((body_of(meeting, wording), day, place_of(meeting) or wording.translate(TO_BE_CONFIRMED)))
    items = " ; ".join(f"{number}. {item.title}" for number, item in enumerate(meeting.agenda, start=1))
    agenda = wording.translate(N_("Agenda: %(items)s")) % {"items": items} if items else ""
    if not agenda and meeting.event_id is None:  # a session has the programme of its event
        agenda = wording.translate(N_("Agenda not given"))
    return [[title], [where], *([[agenda]] if agenda else []), [wording.translate(_NOTICE)], []]


# ---- Minutes ---------------------------------------------------------------------------------------------------------


def minutes_workbook(session: AnySession, meeting: Meeting, wording: Wording) -> bytes:
    """The minutes as a workbook: attendance, items, decisions, actions and questions, each on a sheet of its own."""
    attendances = attendances_of(session, meeting)
    name = wording.translate(N_("Minutes of the meeting"))
    title = f"{name} – {meeting.title}"
    said = sentences(attendances, wording).values()
    counted = _people_counted(meeting, wording)
    above = [[title], *([text] for text in (*said, wording.quorum(meeting), counted) if text), []]

    def told(rows: Sequence[Any], nothing: str) -> Sequence[Sequence[str]]:
        """What stands above the headers; an empty sheet says that it is."""
        return [[title], [] if rows else [wording.translate(nothing)]]

    labels = FIELD_LABELS
    sheets = (
        WrittenSheet(
            wording.translate(N_("Attendances")),
            (
                _column("name", HEADERS["name"], str, 32),
                _column("quality", labels[Attendance]["quality"], lambda row: row.quality, 30),
                _column("presence", labels[Attendance]["presence"], lambda row: row.presence, 16, Kind.ENUM),
                _column("represented_by", labels[Attendance]["represented_by"], lambda row: _text(row.represented_by)),
                _column("note", labels[Attendance]["note"], lambda row: row.note, 30),
            ),
            attendances,
            above=above,
        ),
        WrittenSheet(
            wording.translate(N_("Agenda items")),
            (
                _column("position", N_("No."), lambda row: row[0], 8, Kind.INTEGER),
                _column("title", labels[AgendaItem]["title"], lambda row: row[1].title, 38),
                _column("kind", labels[AgendaItem]["kind"], lambda row: row[1].kind, 18, Kind.ENUM),
                _column("notes", labels[AgendaItem]["notes"], lambda row: row[1].notes, 70, Kind.LONG_TEXT),
                _column("minutes", labels[AgendaItem]["minutes"], lambda row: row[1].minutes, 16, Kind.INTEGER),
            ),
            list(enumerate(meeting.agenda, start=1)),
            above=told(meeting.agenda, N_("No item on the agenda.")),
        ),
        WrittenSheet(
            wording.translate(N_("Decisions")),
            (
                _column("item", labels[Decision]["agenda_item"], lambda row: _text(row.agenda_item), 38),
                _column("text", labels[Decision]["text"], lambda row: row.text, 70, Kind.LONG_TEXT),
                _column("votes", N_("Votes"), lambda row: votes_in_words(row, wording.translate) or None, 32),
            ),
            list(meeting.decisions),
            above=told(meeting.decisions, NO_DECISION),
        ),
        WrittenSheet(
            wording.translate(N_("Actions")),
            (
                _column("text", labels[ActionItem]["text"], lambda row: row.text, 80, Kind.LONG_TEXT),
                _column("who", N_("Who"), lambda row: _text(row.owner) or row.owner_name, 28),
                _column("due_on", labels[ActionItem]["due_on"], lambda row: row.due_on, 14, Kind.DATE),
                _column("state", labels[ActionItem]["state"], lambda row: row.state, 14, Kind.ENUM),
            ),
            list(meeting.actions),
            above=told(meeting.actions, NO_ACTION),
        ),
        WrittenSheet(
            wording.translate(N_("Questions of the CICA")),
            (
                _column(
                    "asked_by",
                    labels[SessionQuestion]["organisation"],
                    lambda row: _text(row.organisation) or row.asked_by,
                    26,
                ),
                _column("question", labels[SessionQuestion]["question"], lambda row: row.question, 40, Kind.LONG_TEXT),
                _column("answer", labels[SessionQuestion]["answer"], lambda row: row.answer, 40, Kind.LONG_TEXT),
                _column("answered_by", labels[SessionQuestion]["answered_by"], lambda row: row.answered_by, 18),
                _column("follow_up", labels[SessionQuestion]["follow_up"], lambda row: row.follow_up, 18),
            ),
            list(meeting.questions),
            above=told(meeting.questions, NO_QUESTION),
        ),
    )
    kept: Sequence[WrittenSheet] = sheets if asks_questions(meeting) else sheets[:-1]
    printed = {index: Printed(sheet.header_row, points=_MINUTES_POINTS) for index, sheet in enumerate(kept)}
    return dress(_written(session, title, kept, wording), printed)


def _people_counted(meeting: Meeting, wording: Wording) -> str:
    """The head count of a public meeting; empty where nobody counted."""
    if meeting.head_count is None:
        return ""
    return wording.translate(N_("People counted in the room: %(count)d")) % {"count": meeting.head_count}


def _column(name: str, label: str, value: Any, width: int = 24, kind: Kind = Kind.TEXT) -> Column:
    return Column(name, label, lambda row, today: value(row), kind, width=width)


def _text(row: Any) -> str | None:
    return None if row is None else str(row)


def _written(session: AnySession, title: str, sheets: Iterable[WrittenSheet], wording: Wording) -> bytes:
    context = context_of(session)
    now = dt.datetime.now(PARIS)
    book = Book(title, list(sheets), context.today, wording.translate, now, author=context.actor_name)
    stream = io.BytesIO()
    write_workbook(stream, book)
    return stream.getvalue()
