"""A line of a table, before anything is planned of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.imports.asking import Question
from mdo.kernel.imports.reading.found import Reason
from mdo.kernel.workbook.reader import Cell, CellMarks


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its cells by field name, those that are not blank alone.

    In a workbook that was exported to be changed, `row` is the stored row that the line is about, its cells are those
    that change it and `cleared` names those that empty it; a line without a mark `is_addition`: it makes a new row.
    """

    sheet: str
    number: int
    cells: dict[str, Cell]
    headers: dict[str, str]
    row: Any = None
    cleared: frozenset[str] = frozenset()
    is_addition: bool = False
    part: str = ""  # which part of a line of the file that says several things
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # how its cells were read: message ids with parameters
    questions: tuple[Question, ...] = ()  # that its cells ask, whatever the kind of import
    waiting: frozenset[str] = frozenset()  # fields that were filled, and wait for an answer
    latest: frozenset[str] = frozenset()  # fields whose day is the latest possible: one that is stored goes before
    whose: str = ""  # lines of one row with the same are about the same person
    left: Reason | None = None  # why nothing of it is read: message id with its parameters
    label: str = ""  # what a row that is left shows
    marks: Mapping[str, CellMarks] = field(default_factory=dict)  # by field name; of columns without one, by header

    @property
    def first(self) -> int | None:
        """The first column of its table, where a sheet may hold several abreast."""
        number = self.whose.partition(":")[0]
        return int(number) if number else None

    @property
    def table(self) -> tuple[str, str]:
        """The sheet, and which of its tables: those that stand abreast share the numbers of their rows."""
        return self.sheet, self.whose.partition(":")[0]
