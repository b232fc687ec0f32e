"""The file that was sent, with its cells corrected in place, as a workbook to take back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.keeping.corrections import CellPlace, Corrections, as_typed, corrected
from mdo.kernel.workbook.cells import MarkedText
from mdo.kernel.workbook.reader import Cell, MergedCell, ReadFile, Sheet
from mdo.kernel.workbook.writer import SheetAsItCame, write_as_it_came

_TITLE = N_("Corrected workbook")


def write_corrected(
    stream: IO[bytes], file: ReadFile, corrections: Corrections, header_rows: Mapping[str, int], translate: Translate
) -> int:
    """Writes every sheet that was seen, lines at their number; returns how many stand below the headers.

    `file` is the one that came; `header_rows` say where the headers of a sheet stand, from 0 (the first line where
    nothing is said). What was corrected is text, in a coloured cell. A workbook that was exported to be changed is one
    again.
    """
    sheets = [_handed_back(sheet, corrections, header_rows) for sheet in corrected(file, corrections).sheets]
    return write_as_it_came(
        stream, sheets, title=translate(_TITLE), translate=translate, fingerprint=file.fingerprint
    )  # fmt: skip


def _handed_back(sheet: Sheet, corrections: Corrections, header_rows: Mapping[str, int]) -> SheetAsItCame:
    row = min(header_rows.get(sheet.name, 0), max(len(sheet.rows) - 1, 0))
    width = max(map(len, sheet.rows), default=0)
    marked = {place for place in corrections if place.sheet == sheet.name}
    headers = [shown(cell) for cell in sheet.rows[row]] if sheet.rows else []
    above = [[None if isinstance(cell, MergedCell) else cell for cell in cells] for cells in sheet.rows[:row]]
    rows = _rows(sheet, row + 1, marked)
    return SheetAsItCame(sheet.name, above, [*headers, *[""] * (width - len(headers))], rows)


def _rows(sheet: Sheet, first: int, marked: set[CellPlace]) -> Iterator[Sequence[Cell | MarkedText]]:
    lines = {place.line for place in marked}
    for line, cells in enumerate(sheet.rows[first:], start=first + 1):
        # A cell that was merged says what it showed: nothing is merged in what is handed back.
        row = [cell.value if isinstance(cell, MergedCell) else cell for cell in cells]
        yield [
            MarkedText(as_typed(cell)) if line in lines and CellPlace(sheet.name, line, at) in marked else cell
            for at, cell in enumerate(row)
        ]
