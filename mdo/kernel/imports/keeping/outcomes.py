"""What becomes of each cell of a file: read, waiting for an answer, in error, or left with the reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.plans import PlannedLine
from mdo.kernel.imports.reading.found import FoundColumn, Origin, ReadTable
from mdo.kernel.workbook.reader import Cell, CellFault, MergedCell, Sheet

OUTSIDE = N_("outside of the tables")
IN_COLUMNS = N_("in columns left aside")
BY_FORM = N_("written by the form itself")
WORKED_OUT = N_("worked out by the application")
PERSONAL = N_("personal data that you may not read")
IN_LINES = N_("in lines left out")
_OF_COLUMNS = {Origin.FORM: BY_FORM, Origin.COMPUTED: WORKED_OUT}


class SheetCells(NamedTuple):
    """How many cells of a sheet are read, wait for an answer, are in error, and are left, by reason (message ids).

    `columns` are the headers of those that are left by what their column is.
    """

    sheet: str
    taken: int
    asked: int
    wrong: int
    left: Mapping[str, int]
    columns: Mapping[str, Sequence[str]] = {}  # of a plan that an earlier version kept, none

    @property
    def total(self) -> int:
        return self.taken + self.asked + self.wrong + sum(self.left.values())


class _Row(NamedTuple):
    """What was told of a row: headers of cells, and parts (nothing: the whole row)."""

    wrong: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    wrong_parts: tuple[str, ...] = ()
    asked_parts: tuple[str, ...] = ()
    left_parts: tuple[str, ...] = ()


_NOTHING = _Row()


class Outcomes:
    """Gathers what becomes of the lines, then tells the cells of each sheet, as the file has them.

    Of rows of which the same is told, it is held once: for each of 50,000 lines in error it would be a kilobyte.
    """

    def __init__(self, sheets: Sequence[Sheet], tables: Sequence[ReadTable]) -> None:
        self._sheets, self._tables = sheets, tables
        self._rows: dict[str, dict[int | None, dict[int, _Row]]] = {}  # by first column of the table, number
        self._told: dict[_Row, _Row] = {}

    def add(self, line: PlannedLine) -> None:
        """Notes what a line says of its cells; of one that is read whole, nothing."""
        if not (line.errors or line.questions or line.left or line.ignored):
            return
        rows = self._rows.setdefault(line.sheet, {}).setdefault(line.first, {})
        before = rows.get(line.number, _NOTHING)
        wrong, asked = ({one.column for one in each} for each in (line.errors, line.questions))
        row = _Row(
            before.wrong | wrong - {""},
            before.asked | asked - {""},
            before.ignored | set(line.ignored),
            (*before.wrong_parts, line.part) if "" in wrong else before.wrong_parts,
            (*before.asked_parts, line.part) if "" in asked else before.asked_parts,
            (*before.left_parts, line.part) if line.left else before.left_parts,
        )
        rows[line.number] = self._told.setdefault(row, row)

    def all(self) -> tuple[SheetCells, ...]:
        """The cells of each sheet."""
        return tuple(self._of(sheet) for sheet in self._sheets)

    def _of(self, sheet: Sheet) -> SheetCells:
        tables = [table for table in self._tables if table.sheet == sheet.name]
        given = {text for table in tables for said in table.given.values() for text in said.values()}
        rows = self._rows.get(sheet.name, {})
        counts: Counter[str] = Counter()
        left: Counter[str] = Counter()
        named: dict[str, dict[str, None]] = {}
        firsts = {None, *rows, *(one.first for one in tables)}
        by_index = [{column.index: column for column in (*table.columns, *table.unread)} for table in tables]
        for number, cells in enumerate(sheet.rows, start=1):
            here = {first: rows.get(first, {}).get(number) for first in firsts}
            for index, cell in enumerate(cells):
                if not _holds(cell):
                    continue
                own, columns = next(
                    (
                        (here[table.first] or here[None], found)
                        for table, found in zip(tables, by_index, strict=True)
                        if index in found and (number in table.rows or table.top_line <= number <= table.header_line)
                    ),
                    (None, None),
                )
                if columns is None:
                    is_left = any(row is not None and row.left_parts for row in here.values())
                    if shown(cell) in given:
                        counts["taken"] += 1
                    else:
                        left[IN_LINES if is_left else OUTSIDE] += 1
                    continue
                fate = _fate(columns[index], own)
                if fate in _FATES:
                    counts[fate] += 1
                else:
                    left[fate] += 1
                    if fate in (BY_FORM, WORKED_OUT):
                        named.setdefault(fate, {})[columns[index].header] = None
        told = {reason: tuple(headers) for reason, headers in named.items()}
        return SheetCells(sheet.name, counts["taken"], counts["asked"], counts["wrong"], dict(left), told)


_FATES = ("taken", "asked", "wrong")


def _holds(cell: Cell) -> bool:
    if cell is None or isinstance(cell, MergedCell):
        return False
    return isinstance(cell, CellFault) or bool(shown(cell))


def _fate(column: FoundColumn, row: _Row | None) -> str:
    """What becomes of a cell of a table: one of _FATES, or why it is left."""
    if not column.is_read:
        return _OF_COLUMNS.get(column.origin, IN_COLUMNS)
    if row is None:
        return "taken"
    if column.header in row.ignored:
        return PERSONAL
    if column.header in row.wrong or _is_of(column, row.wrong_parts):
        return "wrong"
    if column.header in row.asked or _is_of(column, row.asked_parts):
        return "asked"
    return IN_LINES if _is_of(column, row.left_parts) else "taken"


def _is_of(column: FoundColumn, parts: Sequence[str]) -> bool:
    """Whether what is told of parts of a row is told of a column: of its own part, or of the row as a whole."""
    return any(not part or (column.part and column.part in part.split(", ")) for part in parts)
