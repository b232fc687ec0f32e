"""What a kept plan tells of the tables of its file, so that their cells are found again: columns, and rows of cells."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mdo.kernel.imports.keeping.corrections import Said
from mdo.kernel.imports.plans import ImportPlan, PlannedLine
from mdo.kernel.imports.reading.found import ReadTable
from mdo.kernel.workbook.reader import Cell


class KeptColumn(NamedTuple):
    """A column that is read: its sheet, its table from 0, the lines of Excel from its headers to the last, its place.

    `field` is what it says, nothing where its header says it all; `part` is whose it is of a line that says several
    things. The place counts from 0; `first` is the first column of the table, as the lines of a plan tell it.
    """

    sheet: str
    table: int
    header_line: int
    last_line: int
    at: int
    header: str
    field: str
    part: str = ""
    first: int | None = None


def columns_of(plan: ImportPlan) -> tuple[KeptColumn, ...]:
    """The columns of all tables."""
    found = []
    for number, table in enumerate(plan.tables):
        place = table.sheet, number, table.header_line, max(table.rows, default=0)
        found += [
            KeptColumn(*place, one.index, one.header, one.field or "", one.part, table.first) for one in table.columns
        ]
    return tuple(found)


def rows_of(plan: ImportPlan) -> Callable[[str, int], Sequence[Cell]]:
    """Gives the cells of a line, of the columns that are read alone; where tables are side by side, those of all."""
    tables: dict[str, list[tuple[ReadTable, set[int]]]] = {}
    for table in plan.tables:
        tables.setdefault(table.sheet, []).append((table, {column.index for column in table.columns}))

    def cells_of(sheet: str, number: int) -> Sequence[Cell]:
        found: Sequence[Cell] = ()
        for table, read in tables.get(sheet, ()):
            cells = table.rows.get(number, ())
            row = [cell if at in read else None for at, cell in enumerate(cells)]
            found = [a if b is None else b for a, b in itertools.zip_longest(found, row)] if found else row
        return found

    return cells_of


ADDED = -1  # the place of a column that the file lacks, where the line is in error for want of it


class Like(NamedTuple):
    """A cell as others may be: its sheet, its column from 0 (or ADDED) with its header, what it shows."""

    sheet: str
    column: int
    header: str
    said: str


def shown_at(cells: Sequence[Said], column: int) -> str:
    """What a cell shows."""
    said = cells[column] if ADDED < column < len(cells) else ""
    return said if isinstance(said, str) else said[0]


class AlikeCount:
    """How many lines are in error at cells that say the same, counted as lines are kept.

    To count them for a page would be to read 50,000 lines again.
    """

    def __init__(self, columns: Sequence[KeptColumn]) -> None:
        self._seen: set[int] = set()  # of what one line says, the hash alone: 50,000 may each say another thing
        self._columns: dict[tuple[str, str], list[KeptColumn]] = {}
        for column in columns:
            self._columns.setdefault((column.sheet, column.header), []).append(column)
        self._counts = Counter[Like]()
        self._told: set[tuple[Like, int]] = set()

    def add(self, line: PlannedLine, said: Sequence[Said]) -> None:
        """Counts the cells of a line at which it is in error; those that several of its parts share, once."""
        for header in {error.column for error in line.errors}:
            for at in self._places(line, header):
                like = Like(line.sheet, at, header, shown_at(said, at))
                if (like, line.number) in self._told:
                    continue
                if like in self._counts:
                    self._counts[like] += 1
                elif hash(like) in self._seen:
                    self._counts[like] = 2
                else:
                    self._seen.add(hash(like))
                if line.part:
                    self._told.add((like, line.number))

    def _places(self, line: PlannedLine, header: str) -> list[int]:
        """The columns of this header in the tables of a line; of a header that no column of its sheet has, ADDED."""
        known = self._columns.get((line.sheet, header))
        if known is None:
            return [ADDED] if header else []
        return [one.at for one in known if one.header_line < line.number <= one.last_line]

    def all(self) -> tuple[tuple[Like, int], ...]:
        """Those that stand in several lines, with how many."""
        return tuple(self._counts.items())
