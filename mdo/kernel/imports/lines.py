"""Reads the cells of a line and compares them with a stored row: what all kinds of import share."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_phone
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, LEAVE, LEFT_ASIDE, Option, Question
from mdo.kernel.imports.cells.joined import with_lines
from mdo.kernel.imports.cells.values import clean, same, same_lines
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.plans import Added, Change, LineError, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.words.unknown import READ_AS, Unknown
from mdo.kernel.labels import FIELD_LABELS, field_label
from mdo.kernel.workbook.reader import Cell
from models.text import fold, without_accents

PERSONAL_DATA = ("can_read", "PersonalData")

_NEEDED = object()
_REQUIRED = N_("This cell must be filled.")
_ALREADY_THERE = N_(
    "« %(who)s » is already in the register: change its own line, which bears its mark, or take this one out."
)
_NO_RIGHT_TO_ADD = N_("You may not create this: ask the mission for the right.")
_NO_RIGHT_TO_EDIT = N_("You may not change this: ask the mission for the right.")
_CAPITALS = N_("Names and addresses in capitals are put in usual case: « %(value)s » becomes « %(text)s ».")
_USUAL, _KEPT = Option("usual", N_("The usual case")), Option("kept", N_("Keep the capitals"))
_CONTRADICTION = N_("Lines %(lines)s speak of the same record and do not agree here: correct one.")


class LinePlanner:
    """One line under way: its values, its errors, its writes."""

    def __init__(self, register: Register, line: Line, fields: Mapping[str, ImportField]) -> None:
        self.register = register
        self.line = line
        self.fields = fields
        self.row = line.row
        self.planned = PlannedLine(line.sheet, line.number, part=line.part, first=line.first)
        self.planned.notes.extend((message, dict(params)) for message, params in line.notes)
        for question in line.questions:
            self.ask(question)
        if line.left is not None:
            self.planned.left = line.left
        self.values: dict[str, Any] = {}
        self.waiting: set[str] = set(line.waiting)  # the fields whose cells wait for an answer
        # Attributes besides the fields in error that the line does not tell: rules that read them say nothing.
        self.untold: set[str] = set()
        may_read_personal = register.can(*PERSONAL_DATA)
        for name, cell in line.cells.items():
            if fields[name].is_personal and not may_read_personal:
                self.planned.ignored.append(line.headers[name])
                continue
            with self.errors_at(name):
                value = self.find(name, partial(_read, fields[name], register.today), cell)
                if value is not None:
                    self.values[name] = value
        self.cleared = frozenset(name for name in line.cleared if may_read_personal or not fields[name].is_personal)
        for field in fields.values() if line.row is None else ():
            if field.is_required and field.name not in self.values and field.name not in self.failed:
                self.need(field.name)

    @property
    def failed(self) -> set[str]:
        """The fields of which the line says nothing that holds: in error, or waiting for an answer."""
        headers = {error.column for error in self.planned.errors}
        return {name for name in self.fields if self.header(name) in headers} | self.waiting

    @property
    def passes(self) -> bool:
        """Whether the line is written as it stands: it is not in error, waits for no answer and is not left aside."""
        return not (self.planned.is_held_back or self.planned.left)

    def header(self, name: str) -> str:
        """The header of a field in this file; the word of the guide when it has no column."""
        found = self.line.headers.get(name)
        return found or (self.fields[name].synonyms[0] if name in self.fields else "")

    def fail(self, name: str, message: str, /, **params: Any) -> None:
        """Adds an error at a field (or at the line when the name is empty); a cell that has one is told of once."""
        if name in self.failed:
            return
        self.planned.errors.append(
            LineError(self.line.sheet, self.line.number, self.header(name) if name else "", message, params)
        )

    def need(self, name: str) -> None:
        """Adds the error of a cell that must be filled."""
        self.fail(name, _REQUIRED)

    def ask(self, question: Question) -> str | None:
        """What was answered to a question; None until it is, when the line waits, and when the line is left aside."""
        answer = self.register.answers.get(question.key) or question.proposed or None
        asked = self.planned.questions if answer is None else self.planned.answered
        if all(question.key != other.key for other in asked):
            asked.append(question)
        if answer == LEAVE:
            self.planned.left = (LEFT_ASIDE, {"question": RuleViolation(question.message, **question.params)})
            return None
        return answer

    def errors_at(self, name: str) -> "ErrorsAt":
        """Turns violations into errors of this line, at the fields that they name or else at `name`."""
        return ErrorsAt(self, name)

    def usual(self, name: str, said: Any) -> Any:
        """What a cell says in its usual case where it is all in capitals, unless it was answered to keep them."""
        field = self.fields.get(name)
        if self.row is not None or field is None or field.usual is None or not isinstance(said, str):
            return said
        text = field.usual(said)
        if text == said:
            return said
        answer = self.ask(
            Question("capitals", _CAPITALS, {"value": said, "text": text}, (_USUAL, _KEPT), proposed=_USUAL.value)
        )
        return said if answer == _KEPT.value else text

    def look_up(self, name: str, find: Callable[[Any], Any]) -> Any:
        """The row that a cell names, or None when it is blank or in error."""
        if name not in self.values:
            return None
        with self.errors_at(name):
            return self.find(name, find, self.values[name])
        return None

    def find(self, name: str, find: Callable[[Any], Any], said: Any) -> Any:
        """What `find` finds of what a cell says, or an answer says that it stands for; None until it is known.

        Raises RuleViolation where no answer would help.
        """
        try:
            return find(said)
        except Unknown as unknown:
            return self._meant(name, unknown)

    def _meant(self, name: str, unknown: Unknown) -> Any:
        if unknown.likely is not None:
            note = READ_AS, {"value": unknown.value, "read": unknown.read}
            if note not in self.planned.notes and clean(unknown.value).casefold() != str(unknown.read).casefold():
                self.planned.notes.append(note)
            return unknown.likely
        may_be_blank = not (self.fields[name].is_required or name in self.register.needed)
        question = unknown.question(self.header(name), may_be_blank=may_be_blank, is_stored=self.row is not None)
        answer = self.ask(question)
        if answer == BLANK:
            self.values.pop(name, None)
            return None
        if answer is not None:
            try:
                return unknown.resolve(answer)
            except RuleViolation:  # typed, and unknown too; or gone since
                self.planned.answered.remove(question)
                self.planned.questions.append(question)
        self.waiting.add(name)
        return None

    def own(self, model: type, *besides: str) -> dict[str, Any]:
        """What the line says of the columns of a table, as it says it, but for those named."""
        return {
            name: self.values[name]
            for name, field in self.fields.items()
            if field.owner is model and name in self.values and name not in besides
        }

    def body(self) -> Any:
        """The body that the line names, told from others of its name by its arrondissements and its type."""
        hints = self.values.get("instance_place"), self.values.get("instance_type")
        return self.look_up("instance", lambda text: self.register.body(text, *hints))

    def one_place(self, name: str, too_many: str, *, is_needed: bool = True) -> Any:
        """The one arrondissement that a cell names; None for the whole city where that `is_needed` no more."""

        def find(numbers: tuple[int, ...]) -> Any:
            if len(numbers) > 1 or (is_needed and not numbers):
                raise RuleViolation(too_many, field=name)
            return self.register.place(numbers[0]) if numbers else None

        return self.look_up(name, find)

    def check_body(self, body: Any) -> None:
        """Refuses a line that writes at a body that is not the reader's to write."""
        if self.planned.writes:
            with self.errors_at("instance"):
                self.register.check_body_is_writable(body, "instance")

    def is_about(self, target: Target) -> None:
        """Told of the row that the line turns out to be about: one that was added to a list is in none already."""
        if self.line.is_addition and not target.is_new:
            self.fail("", _ALREADY_THERE, who=str(target.row))

    def set(self, target: Target, view: str, values: Mapping[str, Any]) -> None:
        """Plans to give a target the values that the line says and the row does not say yet.

        A blank never erases, but in a line that says so of the row that it is about (`Line.cleared`).
        When several lines speak of one row, the first sets the spelling (see `refuse_contradictions`). What is added to
        a text takes the place of nothing.
        """
        written: dict[str, Any] = {}
        for name, said in values.items():
            if said is None or (name in self.line.latest and getattr(target.row, name, None) is not None):
                continue
            if name in self.fields and self.fields[name].is_added and self.row is None:
                written.update(self._joined(target, name, said))
                continue
            others = target.said.setdefault(name, [])
            value = others[0][1] if others and is_same_words(others[0][1], said) else said
            is_first = not others
            others.append((self, said))
            before = None if target.is_new else getattr(target.row, name)
            if not target.is_new and self._is_said(target, name, before, value):
                continue
            value = self.usual(name, value)
            written[name] = value
            if (
                (is_first or value != others[0][1])
                and not isinstance(value, Target)
                and name in FIELD_LABELS[target.model]
            ):
                self.planned.changes.append(Change(field_label(target.model, name), before, value))
        if self.row is not None and target.row is self.row:
            written.update(self._emptied(target))
        if not written and not target.is_new:
            return
        if not target.is_draft and not self.register.can("can_add" if target.is_new else "can_edit", view):
            self.fail("", _NO_RIGHT_TO_ADD if target.is_new else _NO_RIGHT_TO_EDIT)
        self.planned.writes.append(Write(target, written))

    def _joined(self, target: Target, name: str, said: str) -> dict[str, Any]:
        """What joins a text of a target, unless it says it all already."""
        before = None if target.is_new else getattr(target.row, name)
        after = with_lines(before, said)
        if after == (before or ""):
            return {}
        self.planned.changes.append(Change(field_label(target.model, name), before, after))
        return {name: Added(said)}

    def _is_said(self, target: Target, name: str, before: Any, value: Any) -> bool:
        """Whether a row says it already; where a line was exported to be changed, on the same lines of text."""
        is_back = self.row is not None and target.row is self.row
        if not (isinstance(before, str) and isinstance(value, str)):
            return is_same(name, before, value)
        if is_back and "\n" in before + value:
            return same_lines(before, value)
        return is_same(name, before, value) or (not is_back and is_same_but_case(before, value))

    def _emptied(self, target: Target) -> dict[str, Any]:
        """The attributes that the line empties, with what says nothing there."""
        emptied: dict[str, Any] = {}
        for name in sorted(self.cleared):
            before = getattr(target.row, name)
            value = _nothing_of(target.model, name)
            if value is _NEEDED:
                self.fail(name, _REQUIRED)
            elif before != value:
                emptied[name] = value
                self.planned.changes.append(Change(field_label(target.model, name), before, value))
        return emptied


def _read(field: ImportField, today: dt.date, cell: Cell) -> Any:
    return field.read(cell, today)


def _nothing_of(model: type, name: str) -> Any:
    """What an attribute holds when nothing is known, or _NEEDED."""
    mapper: Mapper[Any] = inspect(model)
    if name in mapper.relationships:
        relation = mapper.relationships[name]
        if relation.uselist:
            return []
        return None if all(column.nullable for column in relation.local_columns) else _NEEDED
    column = mapper.column_attrs[name].columns[0]
    if column.nullable:
        return None
    members: dict[str, Any] = getattr(getattr(column.type, "enum_class", None), "__members__", {})
    return members.get("UNKNOWN", _NEEDED)


class ErrorsAt:
    """What `LinePlanner.errors_at` enters; its result says that it swallows violations."""

    def __init__(self, planner: LinePlanner, name: str) -> None:
        self._planner = planner
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, RuleViolation):
            return False
        for each in error.all:
            named = (each.field or "").removesuffix("_id")
            if named not in self._planner.untold:
                at = named if named in self._planner.fields else self._name
                self._planner.fail(at, each.message, **each.params)
        return True


def is_same(name: str, before: Any, after: Any) -> bool:
    """Whether a stored value already says what the file says; phone numbers are compared by their digits."""
    if name.endswith("phone"):
        return normalised_phone(before) == normalised_phone(after)
    return same(before, after)


def is_same_but_case(before: str, after: str) -> bool:
    """Whether two texts differ by case alone, or by the accents too that capitals had lost."""
    if before.casefold() == after.casefold():
        return True
    return without_accents(before) == without_accents(after) == after.casefold()


def is_same_words(first: Any, other: Any) -> bool:
    """Whether two lines give one word in two spellings."""
    return isinstance(first, str) and isinstance(other, str) and fold(first) == fold(other)


def refuse_contradictions(targets: Iterable[Target]) -> None:
    """Puts an error on every line that speaks of a row of which two lines say different things.

    Not while they all wait for an answer, which may leave some aside.
    """
    for target in targets:
        for name, said in target.said.items():
            if all(planner is not None and planner.planned.questions for planner, _ in said):
                continue
            first = said[0][1]
            if all(is_same_words(first, value) or is_same(name, first, value) for _, value in said[1:]):
                continue
            numbers = ", ".join(str(planner.line.number) for planner, _ in said)
            for planner, _ in said:
                planner.fail(name, _CONTRADICTION, lines=numbers)
