"""The sign-in workbook, filled by hand, comes back: what it would mark, line by line, then the marks themselves.

Marks follow the rules of attendance (mdo.meetings.marking). A line changed both in the sheet and here since the sheet
was made is a conflict, and keeps what is here unless one decides otherwise.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.labels import enum_label
from mdo.kernel.workbook.reader import ReadFile
from mdo.meetings.attendance import add_guest
from mdo.meetings.attendance_sheet import HEADERS, KEY, MARKED, WAS
from mdo.meetings.document_lines import RosterLine, attendances_of, lines_of, visitors_of
from mdo.meetings.marking import NOT_AT_A_SESSION, NOT_REPRESENTED, Mark, mark, presences_at
from models.attendance import Attendance, Presence
from models.calls import CallJuror
from models.events import EventRegistration
from models.meetings import Meeting
from models.people import Mandate
from models.text import fold

_WITHIN = 30  # rows above the headers
_STEM = 6  # letters that tell the words of the list apart, whatever their endings
_CROSSES = frozenset({"x", "p", "oui", "ok", "1"})
_NO_HEADERS = N_(
    "The columns “%(name)s” and “%(presence)s” were not found: send back the workbook that the meeting gave."
)
_UNKNOWN_WORD = N_("“%(word)s” is none of the words of the list: %(words)s.")
_NOT_HERE = N_("This line belongs to another meeting, or was taken off the list.")
_TWICE = N_("This person stands twice in the sheet with different marks.")
_NOBODY = N_("“%(name)s” is not on the list: nobody is represented by them.")
_BY_WHOM = N_("Say who represents this person.")
_ONESELF = N_("Nobody represents oneself.")
_LONGEST = 160
# Who comes may stand in for others; who does not no longer does.
_ORDER = {Presence.PRESENT: 0, Presence.REPRESENTED: 1}


class LineOutcome(StrEnum):
    """What becomes of a line of the sheet."""

    MARKED = "marked"
    VISITOR = "visitor"
    CONFLICT = "conflict"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True)
class SheetLine:
    """A line that came back: its row of Excel, who, what it was and would be, and why not."""

    row: int
    name: str
    key: str
    fate: LineOutcome
    now: Presence = Presence.EXPECTED
    then: Presence = Presence.EXPECTED
    by_key: str = ""
    by_name: str = ""
    refusal: RuleViolation | None = None


@dataclass(frozen=True)
class SheetPlan:
    """All lines, and a digest that tells whether what would be written is still the same."""

    lines: tuple[SheetLine, ...]
    digest: str

    def count(self, *fates: LineOutcome) -> int:
        return sum(1 for line in self.lines if line.fate in fates)


def plan_of(session: AnySession, meeting: Meeting, file: ReadFile, translate: Translate) -> SheetPlan:
    """What the workbook would mark. Raises RuleViolation when it is not a sign-in sheet."""
    rows, at, first = _table_of(file, translate)
    here = {line.key: line for line in (*visitors_of(session, meeting), *lines_of(session, meeting))}
    reader = _Reader(here, translate, presences_at(meeting))
    found: list[SheetLine] = []
    for number, row in enumerate(rows, start=first):
        line = reader.read(number, {name: _cell(row, index) for name, index in at.items()})
        if line is not None:
            found.append(line)
    lines = tuple(_without_doubles(found))
    told = [(line.row, line.key, line.name, line.fate, line.now, line.then, line.by_key) for line in lines]
    return SheetPlan(lines, hashlib.sha256(repr(told).encode()).hexdigest())


def _table_of(file: ReadFile, translate: Translate) -> tuple[Sequence[Any], Mapping[str, int], int]:
    wanted = {fold(translate(label)): name for name, label in HEADERS.items()} | {KEY: "key", WAS: "was"}
    for sheet in file.sheets:
        for number, row in enumerate(sheet.rows[:_WITHIN]):
            at: dict[str, int] = {}
            for index, cell in enumerate(row):
                words = "" if cell is None else str(cell).strip()
                name = wanted.get(words) or wanted.get(fold(words))
                if name is not None:
                    at.setdefault(name, index)
            if {"name", "presence"} <= set(at):
                return sheet.rows[number + 1 :], at, number + 2
    raise RuleViolation(_NO_HEADERS, **{name: translate(HEADERS[name]) for name in ("name", "presence")})


def _cell(row: Sequence[Any], index: int) -> str:
    value = row[index] if index < len(row) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


class _Reader:
    def __init__(self, here: Mapping[str, RosterLine], translate: Translate, offered: Collection[Presence]) -> None:
        self.here, self.offered = here, offered
        self.by_name = {fold(line.name): line for line in here.values()}
        self.words = [translate(enum_label(presence)) for presence in MARKED]
        self.presences = {fold(word)[:_STEM]: presence for word, presence in zip(self.words, MARKED, strict=True)}

    def read(self, row: int, said: Mapping[str, str]) -> SheetLine | None:
        """A line of the sheet; None for one that says nothing."""
        key, name, word = said.get("key", ""), said["name"][:_LONGEST], said["presence"]
        if not name and not (key and word):
            return None
        line = self.here.get(key) if key else self.by_name.get(fold(name))
        try:
            then = self._presence(word)
            if line is None:
                return self._stranger(row, key, name, then)
            return self._member(row, line, said, then)
        except RuleViolation as refusal:
            return SheetLine(row, name or key, key, LineOutcome.ERROR, refusal=refusal)

    def _presence(self, word: str) -> Presence | None:
        if not word:
            return None
        if fold(word) in _CROSSES:
            return Presence.PRESENT
        found = self.presences.get(fold(word)[:_STEM])
        if found is None:
            raise RuleViolation(_UNKNOWN_WORD, word=word, words=", ".join(self.words))
        if found not in self.offered:
            raise RuleViolation(NOT_AT_A_SESSION)
        return found

    def _stranger(self, row: int, key: str, name: str, then: Presence | None) -> SheetLine | None:
        if key:
            raise RuleViolation(_NOT_HERE)
        if then is Presence.REPRESENTED:
            raise RuleViolation(NOT_REPRESENTED)
        if then in (Presence.EXCUSED, Presence.ABSENT):
            return SheetLine(row, name, "", LineOutcome.SAME)
        # Whoever writes a name there came, as on the screen, unless the sheet says « Guest ».
        return SheetLine(row, name, "", LineOutcome.VISITOR, then=then or Presence.PRESENT)

    def _member(self, row: int, line: RosterLine, said: Mapping[str, str], then: Presence | None) -> SheetLine:
        if then is None or (then is Presence.GUEST and not line.is_visitor):
            return SheetLine(row, line.name, line.key, LineOutcome.SAME, line.presence, line.presence)
        by = None
        if then is Presence.REPRESENTED:
            if line.is_visitor:
                raise RuleViolation(NOT_REPRESENTED)
            by = self._representative(line, said.get("represented_by", ""))
        by_key, by_name = (by.key, by.name) if by is not None else ("", "")
        is_same = then is line.presence and fold(by_name) == fold(line.represented_by)
        was = said.get("was", "")
        has_changed_here = bool(was) and was != line.presence.value
        has_changed_there = not was or was != then.value
        fate = LineOutcome.SAME if is_same or not (has_changed_there or by_name) else LineOutcome.MARKED
        if fate is LineOutcome.MARKED and has_changed_here:
            fate = LineOutcome.CONFLICT
        return SheetLine(row, line.name, line.key, fate, line.presence, then, by_key, by_name)

    def _representative(self, line: RosterLine, name: str) -> RosterLine:
        if not name:
            raise RuleViolation(_BY_WHOM)
        found = self.by_name.get(fold(name))
        if found is None or found.is_visitor:
            raise RuleViolation(_NOBODY, name=name)
        if found.key == line.key:
            raise RuleViolation(_ONESELF)
        return found


def _without_doubles(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """A person who stands twice with one mark is marked once; with two, neither is taken."""
    marks: dict[str, set[tuple[Presence, str]]] = {}
    for line in lines:
        if line.fate in (LineOutcome.MARKED, LineOutcome.CONFLICT, LineOutcome.VISITOR):
            marks.setdefault(line.key or fold(line.name), set()).add((line.then, line.by_key))
    seen: set[str] = set()
    kept = []
    for line in lines:
        known = line.key or fold(line.name)
        if line.fate in (LineOutcome.MARKED, LineOutcome.CONFLICT, LineOutcome.VISITOR):
            if len(marks[known]) > 1:
                twice = RuleViolation(_TWICE)
                kept.append(SheetLine(line.row, line.name, line.key, LineOutcome.ERROR, line.now, refusal=twice))
                continue
            if known in seen:
                continue
            seen.add(known)
        kept.append(line)
    return kept


# ---- Writing ---------------------------------------------------------------------------------------------------------


def apply(session: AnySession, meeting: Meeting, plan: SheetPlan, taken: Collection[int]) -> int:
    """Marks what the plan says, and the conflicts whose rows of Excel are `taken`; returns how many lines. Flushes.

    Raises RuleViolation when a mark is against the rules of attendance: the sheet is then not written at all.
    """
    chosen = [
        line
        for line in plan.lines
        if line.fate in (LineOutcome.MARKED, LineOutcome.VISITOR)
        or (line.fate is LineOutcome.CONFLICT and line.row in taken)
    ]
    writer = _Writer(session, meeting)
    for line in sorted(chosen, key=lambda line: _ORDER.get(line.then, len(_ORDER))):
        if line.fate is LineOutcome.VISITOR:
            add_guest(session, meeting, name=line.name, presence=line.then)
        else:
            by_id = writer.row(line.by_key).id if line.by_key else None
            mark(session, writer.row(line.key), Mark(line.then, by_id))
    session.flush()
    return len(chosen)


class _Writer:
    """The rows of the lines, made for those that have none yet."""

    def __init__(self, session: AnySession, meeting: Meeting) -> None:
        self.session, self.meeting = session, meeting
        self.rows = {f"a{row.id}": row for row in attendances_of(session, meeting)}
        self.lines = {line.key: line for line in lines_of(session, meeting)}

    def row(self, key: str) -> Attendance:
        """The row of a line, flushed."""
        if key not in self.rows:
            line = self.lines[key]
            made = Attendance(
                meeting_id=self.meeting.id,
                is_convened=True,
                presence=Presence.EXPECTED,
                quality=line.quality[:200] or None,
                college_id=None if line.college is None else line.college.id,
            )
            if key.startswith("u"):
                made.user_id = int(key[1:])
            elif key.startswith("e"):
                registration = self.session.get_one(EventRegistration, int(key[1:]))
                made.registration_id, made.person_id = registration.id, registration.person_id
                made.visitor_name = None if registration.person_id is not None else registration.name
            elif key.startswith("j"):
                juror = self.session.get_one(CallJuror, int(key[1:]))
                made.user_id, made.visitor_name = juror.user_id, juror.name
            else:
                mandate = self.session.get_one(Mandate, int(key[1:]))
                made.mandate_id, made.person_id = mandate.id, mandate.person_id
                made.organisation_id = mandate.organisation_id
            self.session.add(made)
            self.session.flush()
            self.rows[key] = made
        return self.rows[key]
