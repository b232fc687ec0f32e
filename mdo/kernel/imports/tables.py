"""Reads the tables of a file as they were laid out: lines with their numbers, and what is wrong with the whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Question
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.layout import Required, header_key, lay_out
from mdo.kernel.imports.plans import FoundColumn, LineError, Origin, ReadTable, SheetLayout
from mdo.kernel.imports.values import is_blank, shown
from mdo.kernel.workbook.reader import Cell, CellFault, CellMarks, Sheet

__all__ = ["Line", "header_key", "read_tables"]

_NO_TABLE = N_("No table was found in this workbook: its first line must name the columns, among them: %(columns)s.")
_MISSING = N_("The column « %(column)s » is missing from this sheet.")
_TWICE = N_("The columns « %(first)s » and « %(column)s » say the same thing: keep one.")


@dataclass(frozen=True)
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
    whose: str = ""  # lines of one row with the same are about the same person
    left: tuple[str, Mapping[str, Any]] | None = None  # why nothing of it is read: message id with its parameters
    marks: Mapping[str, CellMarks] = field(default_factory=dict)  # by field name; of columns without one, by header


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
) -> tuple[list[ReadTable], list[Line], list[LineError], list[str]]:
    """The tables, their lines, the errors of the whole file, and the names of the sheets that hold no table.

    `required` lists names of fields; of each group, one is needed. Without `layouts` they are found. A dash is as good
    as a blank, but where what it replaces is asked (`drops_dashes`). `spread` makes the lines of rows that say several
    things (`mdo.kernel.imports.spreading`).
    """
    tables: list[ReadTable] = []
    lines: list[Line] = []
    errors: list[LineError] = []
    ignored: list[str] = []
    labels = {one.name: one.synonyms[0] for one in fields}
    for sheet, layout in zip(sheets, layouts or lay_out(sheets, fields, required), strict=True):
        if layout.header_row is None:
            ignored.append(sheet.name)
            continue
        table, columns, table_errors = _read(sheet, layout, layout.header_row, labels, required)
        tables.append(table)
        errors.extend(table_errors)
        if not table_errors:
            is_empty = is_blank if drops_dashes else _holds_nothing
            if spread is not None:
                lines.extend(spread(sheet, table, layout.columns, is_empty))
                continue
            read = _lines(table, columns, is_empty)
            lines.extend(_with_marks(read, sheet, table, columns) if sheet.marks else read)
    if not tables:
        columns_wanted = ", ".join(one.synonyms[0] for one in fields[:6])
        errors.append(LineError(sheets[0].name if sheets else "", 1, "", _NO_TABLE, {"columns": columns_wanted}))
    return tables, lines, errors, ignored


def layout_errors(layout: SheetLayout, labels: Mapping[str, str], required: Required) -> list[LineError]:
    """What keeps a sheet from being read: two columns for one field, a needed field without a column."""
    errors: list[LineError] = []
    if layout.header_row is None:
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
    for group in required:
        if not said & set(group):
            header = labels[group[0]]
            errors.append(LineError(layout.sheet, number, header, _MISSING, {"column": header}))
    return errors


def _read(
    sheet: Sheet, layout: SheetLayout, position: int, labels: Mapping[str, str], required: Required
) -> tuple[ReadTable, dict[str, tuple[int, str]], list[LineError]]:
    columns: dict[str, tuple[int, str]] = {}
    for column in layout.columns:
        if column.field is not None and not column.part:
            columns.setdefault(column.field, (column.index, column.header))
    rows = {
        number: row
        for number, row in enumerate(sheet.rows[position + 1 :], start=position + 2)
        if not all(is_blank(cell) for cell in row)
    }
    headers: list[Cell] = [""] * (max((column.index for column in layout.columns), default=-1) + 1)
    for column in layout.columns:
        headers[column.index] = column.header
    unknown = tuple(column.header for column in layout.columns if column.origin is Origin.UNKNOWN)
    table = ReadTable(sheet.name, sheet.rows[:position], headers, rows, unknown)
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
