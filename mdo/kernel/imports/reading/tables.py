"""Reads the tables of a file as they were laid out: lines with their numbers, and what is wrong with the whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.cells.values import is_blank, shown
from mdo.kernel.imports.declaring import ImportField, Shape
from mdo.kernel.imports.plans import LineError
from mdo.kernel.imports.reading.found import FoundColumn, Origin, ReadTable, Reason, SheetLayout
from mdo.kernel.imports.reading.judging import constants_at, judged, left_line, without_columns_left
from mdo.kernel.imports.reading.layout import Required, header_key, lay_out
from mdo.kernel.imports.reading.leaving import part_of
from mdo.kernel.imports.reading.line import Line
from mdo.kernel.imports.reading.rows import data_rows, rows_of
from mdo.kernel.workbook.reader import Cell, CellFault, CellMarks, Sheet

__all__ = ["Line", "header_key", "read_tables"]

_TABLE_ASIDE: Reason = (N_("This table is left aside, as you chose."), {})
_NO_TABLE = N_("No table was found in this workbook: its first line must name the columns, among them: %(columns)s.")
_MISSING = N_("The column « %(column)s » is missing from this sheet.")
_TWICE = N_("The columns « %(first)s » and « %(column)s » say the same thing: keep one.")


IsEmpty = Callable[[Cell], bool]
Spread = Callable[[Sheet, ReadTable, Sequence[FoundColumn], IsEmpty], Iterable[Line]]


def read_tables(
    sheets: Sequence[Sheet],
    fields: Sequence[ImportField],
    required: Required,
    layouts: Sequence[SheetLayout] | None = None,
    *,
    drops_dashes: bool = True,
    spread: Spread | None = None,
    answers: Answers | None = None,
) -> tuple[list[ReadTable], list[Line], list[LineError], list[str]]:
    """The tables, their lines, the errors of the whole file, and the names of the sheets that hold no table.

    `required` lists names of fields; of each group, one is needed. Without `layouts` they are found. A dash is as good
    as a blank, but where what it replaces is asked (`drops_dashes`). `spread` makes the lines of rows that say several
    things (`spreading`). Rows without data are lines that are `left`; `answers` say what becomes of
    those that are hidden.
    """
    tables: list[ReadTable] = []
    lines: list[Line] = []
    errors: list[LineError] = []
    ignored: list[str] = []
    labels = {one.name: one.synonyms[0] for one in fields}
    amounts = frozenset(one.name for one in fields if one.shape in (Shape.AMOUNT, Shape.NUMBER))
    by_name = {sheet.name: sheet for sheet in sheets}
    for found in layouts or lay_out(sheets, fields, required):
        sheet = by_name[found.sheet]
        layout = without_columns_left(sheet, found, answers or {})
        if layout.header_row is None:
            ignored += [] if sheet.is_hidden else [sheet.name]
            continue
        if layout.aside:
            lines.extend(left_line(sheet, layout, row, _TABLE_ASIDE) for row in rows_of(sheet, layout))
            continue
        table, columns, table_errors = _read(sheet, layout, layout.header_row, labels, required, amounts)
        tables.append(table)
        errors.extend(table_errors)
        if not table_errors:
            is_empty = is_blank if drops_dashes else _holds_nothing
            if spread is not None:
                read = spread(sheet, table, layout.columns, is_empty)
            else:
                read = _lines(table, columns, is_empty)
                read = _with_marks(read, sheet, table, columns) if sheet.marks else read
            lines.extend(read if layout.is_whole else judged(sheet, found, table, read, labels, answers or {}))
    if not tables:
        columns_wanted = ", ".join(one.synonyms[0] for one in fields[:6])
        errors.append(LineError(sheets[0].name if sheets else "", 1, "", _NO_TABLE, {"columns": columns_wanted}))
    return tables, lines, errors, ignored


def layout_errors(layout: SheetLayout, labels: Mapping[str, str], required: Required) -> list[LineError]:
    """What keeps a table from being read: two columns for one field, a needed field that nothing says."""
    errors: list[LineError] = []
    if layout.header_row is None or layout.aside:
        return errors
    number = layout.header_row + 1
    first: dict[tuple[str, str], str] = {}
    for column in layout.columns:
        if column.field is None:
            continue
        key = column.part, column.field
        if key in first:
            params = {"first": first[key], "column": column.header}
            errors.append(LineError(layout.sheet, number, column.header, _TWICE, params))
        first.setdefault(key, column.header)
    said = {field for _, field in first} | {name for column in layout.columns for name in column.gives}
    said |= {constant.field for constant in layout.constants}
    for group in required:
        if not said & set(group):
            header = labels[group[0]]
            errors.append(LineError(layout.sheet, number, header, _MISSING, {"column": header}))
    return errors


def _read(
    sheet: Sheet,
    layout: SheetLayout,
    position: int,
    labels: Mapping[str, str],
    required: Required,
    amounts: frozenset[str],
) -> tuple[ReadTable, dict[str, tuple[int, str]], list[LineError]]:
    columns: dict[str, tuple[int, str]] = {}
    for column in layout.columns:
        if column.field is not None and not column.part:
            columns.setdefault(column.field, (column.index, column.header))
    # An amount that is merged over several lines is that of none of them.
    kept = frozenset(column.index for column in layout.columns if column.field in amounts)
    rows = {
        row + 1: cells for row, cells in data_rows(sheet, layout, kept) if not all(is_blank(cell) for cell in cells)
    }
    headers: list[Cell] = [""] * (max((column.index for column in layout.columns), default=-1) + 1)
    for column in layout.columns:
        headers[column.index] = column.header
    unknown = tuple(column.header for column in layout.columns if column.origin is Origin.UNKNOWN)
    top = position if layout.top is None else layout.top
    above = [part_of(row, layout.first, layout.last) for row in sheet.rows[layout.start : top]]
    given = {number: said for number in rows if (said := constants_at(layout, number - 1, labels))}
    read = tuple(column for column in layout.columns if column.is_read)
    unread = tuple(column for column in layout.columns if not column.is_read)
    table = ReadTable(
        sheet.name, above, headers, rows, unknown, read, position + 1, top_line=top + 1, unread=unread, given=given
    )
    return table, columns, layout_errors(layout, labels, required)


def _holds_nothing(cell: Cell) -> bool:
    return cell is None or (not isinstance(cell, CellFault) and not shown(cell))


def _lines(
    table: ReadTable, columns: Mapping[str, tuple[int, str]], is_empty: Callable[[Cell], bool]
) -> Iterable[Line]:
    headers = {name: header for name, (_, header) in columns.items()}
    for number, row in table.rows.items():
        cells = {
            name: row[index] for name, (index, _) in columns.items() if index < len(row) and not is_empty(row[index])
        }
        if cells:
            yield Line(table.sheet, number, cells, headers)


def _with_marks(
    lines: Iterable[Line], sheet: Sheet, table: ReadTable, columns: Mapping[str, tuple[int, str]]
) -> Iterable[Line]:
    """The lines with what their cells show besides their values."""
    names = {index: shown(header) for index, header in enumerate(table.headers)}
    names |= {index: name for name, (index, _) in columns.items()}
    by_row: dict[int, dict[str, CellMarks]] = {}
    for (row, column), marks in sheet.marks.items():
        by_row.setdefault(row, {})[names.get(column, "")] = marks
    for line in lines:
        found = by_row.get(line.number - 1)
        yield replace(line, marks=found) if found else line
