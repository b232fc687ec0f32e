"""A line while its cells are rewritten, and what all the lines of its file share."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import LEAVE, Answers, Option, Question
from mdo.kernel.imports.cells.joined import with_lines
from mdo.kernel.imports.cells.values import shown, to_date
from mdo.kernel.imports.declaring import ImportField, Shape
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.rules.never_kept import holds_never_kept
from mdo.kernel.workbook.reader import Cell, CellFault, CellMarks, MergedCell
from models.text import fold


@dataclass
class File:
    """What the lines of a file share: the fields of their kind, what was answered, what its feet explain.

    `ending` names the fields by which a row of this kind is over: its day, and why; `names` those that hold a name,
    beside which signs stand; `stored` are texts that are names of the register as they stand, signs included.
    """

    fields: Mapping[str, ImportField]
    answers: Answers
    today: dt.date
    ending: tuple[str, str] | None = None
    names: tuple[str, ...] = ()
    stored: Collection[str] = ()
    legends: Mapping[str, str] = field(default_factory=dict)
    month_first: Mapping[str, str] = field(default_factory=dict)  # columns that hold 04/25/2024: by key, such a cell
    noted: tuple[str, ...] = ()  # fields of notes that the reader may write
    designs: frozenset[tuple[str, str, str]] = frozenset()  # colours that are the look of a column: sheet, name, colour
    _told: set[str] = field(default_factory=set)

    def is_first(self, key: str) -> bool:
        """Whether nothing was told yet under this key: what holds for a whole column is told once."""
        is_new = key not in self._told
        self._told.add(key)
        return is_new

    def reads(self, name: str, cell: Cell) -> bool:
        """Whether the reader of a field takes a cell as it stands."""
        try:
            self.fields[name].read(cell, self.today)
        except RuleViolation:
            return False
        return True

    def as_day(self, text: str) -> dt.date | str:
        """The day that was typed, or what was typed, for the reader to say what is wrong with it."""
        try:
            return to_date(text, self.today) or text
        except RuleViolation:
            return text

    def of_shape(self, *shapes: Shape) -> list[str]:
        """The names of the fields of these shapes."""
        return [name for name, one in self.fields.items() if one.shape in shapes]


class DraftLine:
    """A line under way; nothing of the one that it began as is changed."""

    def __init__(self, line: Line, file: File) -> None:
        self.file = file
        self.line = line
        self.cells: dict[str, Cell] = dict(line.cells)
        self.headers = dict(line.headers)
        self.marks: Mapping[str, CellMarks] = line.marks
        self.notes: list[tuple[str, Mapping[str, Any]]] = list(line.notes)
        self.questions: list[Question] = list(line.questions)
        self.left = line.left
        self.part, self.whose = line.part, line.whose
        self.waiting, self.latest = set(line.waiting), set(line.latest)
        self.signs: list[str] = []  # that stood beside a name
        self.is_of_two = False  # it speaks of two people, and waits to be told so

    def text(self, name: str) -> str:
        """What a cell shows; nothing when it is blank, in error, merged with others or not of text."""
        cell = self.cells.get(name)
        return "" if isinstance(cell, CellFault | MergedCell | bool) else shown(cell)

    def header(self, name: str) -> str:
        """The header of a field in this file, or the word of the guide."""
        found = self.headers.get(name)
        return found or (self.file.fields[name].synonyms or ("",))[0]

    def put(self, name: str, cell: Cell, source: str = "") -> None:
        """Gives a cell its new content; one that was blank stands under the header from which it comes."""
        self.cells[name] = cell
        self.headers.setdefault(name, self.header(source) if source else self.header(name))

    def remark(self, text: str, about: str = "") -> bool:
        """Adds lines to the notes on what a field is about, never over what is stored; whether there is a place for it.

        What is `about` a field that a table stores joins the notes of that table alone.
        """
        owner = self.file.fields[about].owner if about in self.file.fields else None
        noted = [name for name in self.file.noted if self.file.fields[name].is_added]
        noted = [name for name in noted if owner is None or self.file.fields[name].owner is owner]
        if not noted or holds_never_kept(text):
            return False
        held = self.cells.get(noted[0])
        self.put(noted[0], with_lines(held if isinstance(held, str) else self.text(noted[0]), text))
        return True

    def is_design(self, name: str, colour: str) -> bool:
        """Whether a colour of a cell is the look of its table."""
        return (self.line.sheet, name, colour) in self.file.designs

    def note(self, message: str, **params: Any) -> None:
        """Tells how something was understood; the same is told once."""
        if (message, params) not in self.notes:
            self.notes.append((message, params))

    def ask(self, question: Question) -> str | None:
        """What was answered; the line bears the question, be it answered or not. Its lines may always be left out."""
        question = replace(question, options=(*question.options, _ASIDE))
        if all(question.key != other.key for other in self.questions):
            self.questions.append(question)
        return self.file.answers.get(question.key)

    def wait(self, name: str) -> None:
        """Takes a cell away until it is known what it says."""
        self.cells.pop(name, None)
        self.waiting.add(name)

    def leave(self, message: str, **params: Any) -> None:
        """Leaves the line out: nothing of it is read."""
        self.left = message, params
        self.cells.clear()

    def twin(self) -> "DraftLine":
        """Another line that begins as this one stands."""
        other = DraftLine(self.line, self.file)
        other.cells, other.headers = dict(self.cells), dict(self.headers)
        other.notes, other.questions = list(self.notes), list(self.questions)
        other.left, other.part, other.whose = self.left, self.part, self.whose
        other.waiting, other.latest, other.signs = set(self.waiting), set(self.latest), list(self.signs)
        return other

    def done(self) -> Line:
        """The line as it was rewritten: the same one where nothing changed, which takes no more memory."""
        is_same = self.cells == self.line.cells and self.left == self.line.left and self.part == self.line.part
        is_same = is_same and len(self.notes) == len(self.line.notes)
        if is_same and len(self.questions) == len(self.line.questions) and self.waiting == self.line.waiting:
            return self.line
        return replace(
            self.line,
            cells=self.cells,
            headers=self.line.headers if self.headers == self.line.headers else self.headers,
            notes=tuple(self.notes),
            questions=tuple(self.questions),
            left=self.left,
            part=self.part,
            whose=self.whose,
            # Those of the line where they say the same: each empty set takes 216 bytes, and 50,000 lines have two.
            waiting=self.line.waiting if self.waiting == self.line.waiting else frozenset(self.waiting),
            latest=self.line.latest if self.latest == self.line.latest else frozenset(self.latest),
        )


_ASIDE = Option(LEAVE, N_("Leave these lines out"))
# Rewrites a draft in place; what it returns, if anything, takes its place.
Step = Callable[[DraftLine], Sequence[DraftLine] | None]


def key_of(*parts: str) -> str:
    """The key of a question: words that are the same, case and accents aside, ask the same."""
    return ":".join(fold(part) or part for part in parts)
