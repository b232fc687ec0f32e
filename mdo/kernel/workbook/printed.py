"""Workbooks that are printed and written on by hand: large letters, rows as high as a signature, nothing cut off.

What is streamed has neither (docs/decisions/0019-workbooks-leave-while-they-are-made.md): these workbooks hold a few
hundred rows at most, so that they are opened again and dressed.
"""

import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side

from mdo.kernel.workbook.parts import parts_of
from mdo.kernel.workbook.styles import POINTS, TEXT, font

_THIN, _THICK = Side(style="thin"), Side(style="medium")
_HEAD = PatternFill("solid", fgColor="FFE7EDF3")
_BLACK = "FF000000"
_TITLE_POINTS = 16
_LINE = 1.3  # the height of a line, in letters
_MARGIN = 0.4  # inches
_EDGE = 1.5  # letters that the borders of a cell take


@dataclass(frozen=True)
class Printed:
    """How a sheet is printed: the row of its headers, the size of letters and the least height of rows, in points.

    The first `bold` rows are, above the table. Where the value of the column `apart` changes, a thicker line tells the
    groups apart.
    """

    header_row: int
    bold: int = 1
    points: int = 11
    row_height: float = 0
    apart: int = 0


def dress(content: bytes, sheets: Mapping[int, Printed]) -> bytes:
    """The workbook with these sheets, by their position from 0, ready to be printed on A4."""
    book = load_workbook(io.BytesIO(content))
    for index, printed in sheets.items():
        _dress(book.worksheets[index], printed)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(book).items():
            archive.writestr(name, part)
    return made.getvalue()


def _dress(sheet: Any, printed: Printed) -> None:
    widths = [_width(sheet, number) for number in range(1, sheet.max_column + 1)]
    while widths and not widths[-1]:
        widths.pop()
    for margin in ("left", "right", "top"):
        setattr(sheet.page_margins, margin, _MARGIN)
    sheet.page_margins.bottom = 2 * _MARGIN
    sheet.print_options.horizontalCentered = True
    for number in range(1, printed.header_row):
        _spread(sheet, number, sum(widths), len(widths), printed)
    last = sheet.max_row
    before = None
    for number in range(printed.header_row, last + 1):
        is_head = number == printed.header_row
        group = sheet.cell(number, printed.apart).value if printed.apart else None
        top = _THICK if printed.apart and group != before else _THIN
        before = group
        lines = 1
        for column, width in enumerate(widths, start=1):
            cell = sheet.cell(number, column)
            _wear(cell, printed.points, is_bold=is_head, top=top)
            if is_head:
                cell.fill = _HEAD
            lines = max(lines, _lines(cell.value, width, printed.points))
        least = 0 if is_head else printed.row_height
        sheet.row_dimensions[number].height = max(least, _height(lines, printed.points))
    for table in sheet.tables.values():
        table.tableStyleInfo.showRowStripes = False


def _width(sheet: Any, column: int) -> float:
    """In letters; nothing for a column out of sight."""
    dimension = sheet.column_dimensions[sheet.cell(1, column).column_letter]
    return 0.0 if dimension.hidden else float(dimension.width)


def _spread(sheet: Any, row: int, width: float, columns: int, printed: Printed) -> None:
    """A row above the table reads across it, on as many lines as it needs."""
    cell = sheet.cell(row, 1)
    size = _TITLE_POINTS if row == 1 else printed.points
    _wear(cell, size, is_bold=row <= printed.bold, is_boxed=False)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = _height(_lines(cell.value, width, size), size)


def _wear(cell: Any, points: int, *, is_bold: bool = False, top: Side = _THIN, is_boxed: bool = True) -> None:
    cell.font = font(points, bold=is_bold, color=_BLACK)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    if is_boxed:
        cell.border = Border(left=_THIN, right=_THIN, top=top, bottom=_THIN)
    if cell.value is None:
        cell.number_format = TEXT


def _lines(value: Any, width: float, points: int) -> int:
    """How many lines a text takes in a column of this width, words not being cut."""
    fits = max(1.0, (width - _EDGE) * POINTS / points)
    text = "" if value is None else str(value)
    return sum(max(1, math.ceil(len(line) / fits)) for line in text.split("\n"))


def _height(lines: int, points: int) -> float:
    return round(lines * points * _LINE + 4, 1)
