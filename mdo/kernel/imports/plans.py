"""What an import would do, as values: nothing here reads or writes."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.asking import Gathered, Question, WaitingQuestion
from mdo.kernel.imports.reading.found import Origin, ReadTable
from mdo.kernel.workbook.reader import Sheet


class LineState(enum.StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"
    CONFLICT = "conflict"  # changed here and in the register: undecided
    MISSING = "missing"  # exported, no longer in the file: kept
    DELETED = "deleted"
    ASKED = "asked"  # waits for an answer (see `mdo.kernel.imports.asking`)
    LEFT = "left"  # no data: a total, a note, a repeated header; it says why


STATE_LABELS = {
    LineState.CREATED: N_("To create"),
    LineState.CHANGED: N_("To change"),
    LineState.UNCHANGED: N_("Unchanged"),
    LineState.ERROR: N_("In error"),
    LineState.CONFLICT: N_("In conflict"),
    LineState.MISSING: N_("No longer in the workbook"),
    LineState.DELETED: N_("To delete"),
    LineState.ASKED: N_("Waiting for an answer"),
    LineState.LEFT: N_("Left out"),
}

_IGNORED = N_("The column « %(column)s » was left aside: reading personal data is a right of its own.")


@dataclass(frozen=True)
class LineError:
    """Why a line is refused: the sheet, the line number that Excel shows, the header of the column (or nothing)."""

    sheet: str
    line: int
    column: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Translate) -> str:
        """The sentence for the reader."""
        return RuleViolation(self.message, **self.params).text(translate)


@dataclass(frozen=True)
class Change:
    """A field that the line would set: `label` is a message id, the values are typed.

    `of` names the row where it is not the one that the line is about.
    """

    label: str
    before: Any
    after: Any
    of: str = ""


@dataclass(frozen=True)
class Conflict:
    """A cell that was changed in the file and in the register since it left: both wait for a decision.

    `label` is a message id; the values are as `Change` has them, what the file says as its cell shows it.
    """

    field: str
    label: str
    exported: Any
    current: Any
    said: str


@dataclass(eq=False)
class Target:
    """A row to write: a stored one, or one that is made here and that several lines may share.

    `said` keeps, for each attribute, what each line says of it, in the order of the file. One that `is_shared` is named
    by lines that are planned apart. A new one that `is_part` belongs to the row of its line, which is no new one for
    it. One that `is_draft` is never written: its line is in error, and does not say which
    row it is about; it holds what the line says for the rules to judge.
    """

    row: Any
    is_new: bool = False
    said: dict[str, list[tuple[Any, Any]]] = field(default_factory=dict)
    is_shared: bool = False
    is_draft: bool = False
    is_part: bool = False

    @classmethod
    def new(cls, model: type, **values: Any) -> "Target":
        """A row that no session knows yet."""
        return cls(model(**values), is_new=True)

    @classmethod
    def draft(cls, model: type, **values: Any) -> "Target":
        """What a line that is in error says, of a row that it does not name."""
        return cls(model(**values), is_new=True, is_draft=True)

    @property
    def model(self) -> type:
        """The mapped class of the row."""
        return type(self.row)


@dataclass(frozen=True)
class Added:
    """Lines that join a text, whatever it holds when they are written."""

    text: str


@dataclass(frozen=True)
class Write:
    """Sets attributes of a row, or deletes it; a value may be another target, or lines to add.

    A new row joins the session by its first write.
    """

    target: Target
    values: Mapping[str, Any]
    is_deletion: bool = False


@dataclass
class PlannedLine:
    """One line of the file with what it would do."""

    sheet: str
    number: int
    label: str = ""
    changes: list[Change] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    to_complete: list[str] = field(default_factory=list)  # message ids of fields that stay unknown
    ignored: list[str] = field(default_factory=list)  # headers whose cells the reader may not write
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # message ids with their parameters
    conflicts: list[Conflict] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # that wait for an answer
    answered: list[Question] = field(default_factory=list)  # that were answered
    left: tuple[str, Mapping[str, Any]] | None = None  # why nothing of it is read: message id with its parameters
    creates: str = ""  # what is new where the line is about someone known: message id, in place of « To create »
    part: str = ""  # which part of a line of the file that says several things (« Suppléant », « 2024 »)
    row_id: int | None = None  # of a workbook that was exported to be changed
    is_missing: bool = False
    joins: "PlannedLine | None" = None  # the line above that makes the record which this one says more of
    first: int | None = None  # the first column of its table: those that stand abreast share the numbers of their rows

    @property
    def remarks(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """What deserves a look, unless the line is in error: message ids with their parameters."""
        ignored = tuple((_IGNORED, {"column": header}) for header in self.ignored)
        return () if self.errors else (*self.notes, *ignored)

    @property
    def is_held_back(self) -> bool:
        """Whether the line is not written as it stands: it is in error, or waits for an answer."""
        return bool(self.errors or self.questions)

    def settle(self) -> None:
        """Once planned: of a line that is left aside nothing is written, asked or refused."""
        if self.left:
            for held in (self.changes, self.writes, self.errors, self.questions, self.to_complete, self.notes):
                held.clear()

    @property
    def state(self) -> LineState:
        if self.errors:
            return LineState.ERROR
        if self.questions:
            return LineState.ASKED
        if self.left:
            return LineState.LEFT
        if self.conflicts:
            return LineState.CONFLICT
        if self.is_missing:
            return LineState.DELETED if self.writes else LineState.MISSING
        is_joined = self.joins is not None and not self.joins.is_held_back
        if not is_joined and any(write.target.is_new and not write.target.is_part for write in self.writes):
            return LineState.CREATED
        return LineState.CHANGED if self.writes else LineState.UNCHANGED


# Lines that are planned together, each with its place in the file.
Part = Sequence[tuple[int, PlannedLine]]


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do, line by line; `errors` are all errors of all lines, those of the whole file first.

    `copies` are sheets of a workbook that came back which repeat the marks of another: sheet and that other. `sheets`
    are those of the file, of which the cells are counted.
    """

    kind: str
    name: str
    lines: tuple[PlannedLine, ...]
    tables: tuple[ReadTable, ...] = ()
    file_errors: tuple[LineError, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)

    @property
    def errors(self) -> tuple[LineError, ...]:
        return (*self.file_errors, *(error for line in self.lines for error in line.errors))

    @property
    def counts(self) -> dict[LineState, int]:
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in LineState}

    @property
    def to_complete(self) -> tuple[tuple[PlannedLine, tuple[str, ...]], ...]:
        """The lines that pass with fields that stay unknown, and the message ids of these fields."""
        return tuple((line, tuple(line.to_complete)) for line in self.lines if line.to_complete and not line.errors)

    @property
    def remarks(self) -> tuple[tuple[PlannedLine, str, Mapping[str, Any]], ...]:
        """What deserves a look on the lines that pass: line, message id, its parameters."""
        return tuple((line, message, params) for line in self.lines for message, params in line.remarks)

    @property
    def questions(self) -> tuple[WaitingQuestion, ...]:
        """What waits for an answer, each once."""
        asked = Gathered()
        for line in self.lines:
            asked.add(line.sheet, line.number, line.questions)
        return asked.all()

    @property
    def can_apply(self) -> bool:
        """Whether some line may be written, and none waits for a decision."""
        return (
            not self.file_errors
            and not any(line.conflicts for line in self.lines)
            and any(line.writes and not line.is_held_back for line in self.lines)
        )

    @property
    def unknown_columns(self) -> tuple[tuple[str, str], ...]:
        """Sheet and header of the columns that were not read."""
        return tuple((table.sheet, header) for table in self.tables for header in table.unknown_columns)

    @property
    def left_as_before(self) -> tuple[tuple[str, str], ...]:
        """Sheet and header of the columns that are not read as their reader left them aside of an earlier file."""
        unread = ((table.sheet, column) for table in self.tables for column in table.unread)
        return tuple((sheet, column.header) for sheet, column in unread if column.origin is Origin.REMEMBERED)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, in lines; `rejected` go to the error workbook, `left` held no data or were left aside."""

    created: int
    changed: int
    unchanged: int
    rejected: int
    deleted: int = 0
    left: int = 0
