"""The rows of a table as its lines are made of them: its columns alone, what is merged over several lines on each."""

from collections.abc import Iterator, Sequence

from mdo.kernel.imports.reading.found import SheetLayout
from mdo.kernel.imports.reading.leaving import filled, part_of
from mdo.kernel.workbook.reader import Cell, MergedCell, Sheet


def rows_of(sheet: Sheet, layout: SheetLayout) -> Iterator[int]:
    """The rows of a table that hold something, its titles and its headers with them, from 0."""
    for row in range(layout.start, len(sheet.rows) if layout.end is None else layout.end):
        if filled(part_of(sheet.rows[row], layout.first, layout.last)):
            yield row


def data_rows(sheet: Sheet, layout: SheetLayout, kept: frozenset[int]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of data, from 0, what is merged over several lines on each of them, but for the columns `kept`.

    What is merged over several columns is said by the first of them. A row that says nothing of its own is none.
    """
    first = (layout.header_row or 0) + 1
    if layout.is_whole:
        yield from enumerate(sheet.rows[first:], start=first)
        return
    starts = {(row, column): (top, left) for top, left, row, column in _covered(sheet)}
    for row in range(first, len(sheet.rows) if layout.end is None else layout.end):
        cells = part_of(sheet.rows[row], layout.first, layout.last)
        if row in layout.left or not filled(cells):
            continue
        if any(isinstance(cell, MergedCell) for cell in cells):
            cells = [
                _alone(cell, starts.get((row, index), (row - 1, index)), (first, index), is_kept=index in kept)
                for index, cell in enumerate(cells)
            ]
        yield row, cells


def _covered(sheet: Sheet) -> Iterator[tuple[int, int, int, int]]:
    """The cells that merged ranges cover, after the row and the column where they begin."""
    for top, left, bottom, right in sheet.merges:
        for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            for column in range(left, right + 1):
                yield top, left, row, column


def _alone(cell: Cell, start: tuple[int, int], place: tuple[int, int], *, is_kept: bool) -> Cell:
    """A cell without its merge: what it shows where it is merged with those above it, in the table and its column."""
    if not isinstance(cell, MergedCell) or is_kept:
        return cell
    return cell.value if start[1] == place[1] and start[0] >= place[0] else None
