"""The sign-in sheet and the minutes as workbooks; the sheet comes back filled by hand (mdo.papers.returning)."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mdo.columns import Column, Kind
from mdo.context import AnySession, context_of
from mdo.labels import FIELD_LABELS, enum_label
from mdo.messages import N_
from mdo.papers.lines import Line, attendances_of, grouped, lines_of
from mdo.papers.speech import Speech
from mdo.papers.values import BLANK_LINES, PRESENCES, body_of, counted, place_of, sentence, votes_of
from mdo.workbook.cells import PARIS
from mdo.workbook.layout import Book, Sheet
from mdo.workbook.writer import write_workbook
from models.attendance import Attendance, Presence
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, SessionQuestion

# What only the application reads: the line, and how it stood when the sheet was made.
KEY, WAS = "mdo-key", "mdo-was"
HEADERS = {
    "name": N_("Last and first name"),
    "presence": FIELD_LABELS[Attendance]["presence"],
    "represented_by": FIELD_LABELS[Attendance]["represented_by"],
}
MARKED = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.REPRESENTED, Presence.GUEST)
_NOTICE = N_(
    "Personal data: this sheet serves to establish attendance at the meeting. It is kept one year, then destroyed."
)


@dataclass(frozen=True)
class _Row:
    number: int
    college: str
    line: Line | None


def sign_in_workbook(session: AnySession, meeting: Meeting, speech: Speech) -> bytes:
    """The sign-in sheet as a workbook: a real table with drop-downs, and ten blank lines for visitors."""
    lines = [(group.name, line) for group in grouped(lines_of(session, meeting)) for line in group.lines]
    blank: list[tuple[str, Line | None]] = [("", None)] * BLANK_LINES
    rows = [_Row(number, college, line) for number, (college, line) in enumerate([*lines, *blank], start=1)]
    people = [line.name for _, line in lines]
    title = f"{speech.translate(N_('Sign-in sheet'))} – {meeting.title}"
    sheet = Sheet(
        speech.translate(N_("Sign-in sheet")),
        _columns(speech),
        rows,
        choices={
            "presence": [speech.translate(enum_label(presence)) for presence in MARKED],
            **({"represented_by": people} if people else {}),
        },
        hidden=frozenset({"key", "was"}),
        above=_above(meeting, title, speech),
    )
    return _written(session, title, [sheet], speech)


def _columns(speech: Speech) -> Sequence[Column]:
    def state(row: _Row, today: dt.date) -> str | None:
        if row.line is None or row.line.presence is Presence.EXPECTED:
            return None
        return speech.translate(enum_label(row.line.presence))

    return (
        Column("number", N_("No."), lambda row, today: row.number, Kind.INTEGER, width=6),
        Column("name", HEADERS["name"], lambda row, today: row.line.name if row.line else None, width=32),
        Column("quality", N_("Function or organisation"), lambda row, today: row.line and row.line.quality, width=30),
        Column("college", FIELD_LABELS[Attendance]["college"], lambda row, today: row.college or None, width=22),
        Column("presence", HEADERS["presence"], state, width=16),
        Column("represented_by", HEADERS["represented_by"], lambda row, today: row.line and row.line.represented_by),
        Column("signature", N_("Signature"), lambda row, today: None, width=26),
        Column("key", KEY, lambda row, today: row.line.key if row.line else None, width=8),
        Column("was", WAS, lambda row, today: str(row.line.presence) if row.line else None, width=8),
    )


def _above(meeting: Meeting, title: str, speech: Speech) -> Sequence[Sequence[str]]:
    day = f"{speech.day(meeting.start_at)}, {speech.time(meeting.start_at)}"
    where = " – ".join(part for part in (body_of(meeting, speech), day, place_of(meeting)) if part)
    agenda = " ; ".join(f"{number}. {item.title}" for number, item in enumerate(meeting.agenda, start=1))
    return [[title], [where], [agenda or speech.translate(N_("Agenda not given"))], [speech.translate(_NOTICE)], []]


# ---- Minutes ---------------------------------------------------------------------------------------------------------


def minutes_workbook(session: AnySession, meeting: Meeting, speech: Speech) -> bytes:
    """The minutes as a workbook: attendance, items, decisions, actions and questions, each on a sheet of its own."""
    attendances = attendances_of(session, meeting)
    people = counted(attendances)
    title = f"{speech.translate(N_('Minutes of the meeting'))} – {meeting.title}"
    said = [sentence(presence, people[presence], speech) for presence in PRESENCES]
    above = [[title], *([text] for text in (*said, speech.quorum(meeting)) if text), []]
    labels = FIELD_LABELS
    sheets = (
        Sheet(
            speech.translate(N_("Attendances")),
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
        Sheet(
            speech.translate(N_("Agenda items")),
            (
                _column("position", labels[AgendaItem]["position"], lambda row: row[0], 8, Kind.INTEGER),
                _column("title", labels[AgendaItem]["title"], lambda row: row[1].title, 40),
                _column("kind", labels[AgendaItem]["kind"], lambda row: row[1].kind, 18, Kind.ENUM),
                _column("notes", labels[AgendaItem]["notes"], lambda row: row[1].notes, 70, Kind.LONG_TEXT),
            ),
            list(enumerate(meeting.agenda, start=1)),
        ),
        Sheet(
            speech.translate(N_("Decisions")),
            (
                _column("item", labels[Decision]["agenda_item"], lambda row: _text(row.agenda_item), 40),
                _column("text", labels[Decision]["text"], lambda row: row.text, 70, Kind.LONG_TEXT),
                _column("votes", N_("Votes"), lambda row: votes_of(row, speech) or None, 40),
            ),
            list(meeting.decisions),
        ),
        Sheet(
            speech.translate(N_("Actions")),
            (
                _column("text", labels[ActionItem]["text"], lambda row: row.text, 60, Kind.LONG_TEXT),
                _column("who", N_("Who"), lambda row: _text(row.owner) or row.owner_name, 28),
                _column("due_on", labels[ActionItem]["due_on"], lambda row: row.due_on, 14, Kind.DATE),
                _column("state", labels[ActionItem]["state"], lambda row: row.state, 14, Kind.ENUM),
            ),
            list(meeting.actions),
        ),
        Sheet(
            speech.translate(N_("Questions of the CICA")),
            (
                _column(
                    "asked_by",
                    labels[SessionQuestion]["organisation"],
                    lambda row: _text(row.organisation) or row.asked_by,
                    30,
                ),
                _column("question", labels[SessionQuestion]["question"], lambda row: row.question, 60, Kind.LONG_TEXT),
                _column("answer", labels[SessionQuestion]["answer"], lambda row: row.answer, 60, Kind.LONG_TEXT),
                _column("answered_by", labels[SessionQuestion]["answered_by"], lambda row: row.answered_by, 28),
                _column("follow_up", labels[SessionQuestion]["follow_up"], lambda row: row.follow_up, 40),
            ),
            list(meeting.questions),
        ),
    )
    return _written(session, title, sheets, speech)


def _column(name: str, label: str, value: Any, width: int = 24, kind: Kind = Kind.TEXT) -> Column:
    return Column(name, label, lambda row, today: value(row), kind, width=width)


def _text(row: Any) -> str | None:
    return None if row is None else str(row)


def _written(session: AnySession, title: str, sheets: Iterable[Sheet], speech: Speech) -> bytes:
    context = context_of(session)
    now = dt.datetime.now(PARIS)
    book = Book(title, list(sheets), context.today, speech.translate, now, author=context.actor_name)
    stream = io.BytesIO()
    write_workbook(stream, book)
    return stream.getvalue()
