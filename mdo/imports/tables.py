"""Finds the tables of a workbook by their headers: any order, any case, lines above them tolerated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mdo.imports.fields import COMPUTED_HEADERS, Field
from mdo.imports.plans import LineError, ReadTable
from mdo.imports.values import is_blank, shown
from mdo.messages import N_
from mdo.workbook.reader import Cell, Sheet
from models.text import fold

_HEADER_WITHIN = 20
_MIN_RECOGNISED = 2

_NO_TABLE = N_("No table was found in this workbook: its first line must name the columns, among them: %(columns)s.")
_MISSING = N_("The column « %(column)s » is missing from this sheet.")
_TWICE = N_("The columns « %(first)s » and « %(column)s » say the same thing: keep one.")


@dataclass(frozen=True)
class Line:
    """A line of a table: its cells by field name, those that are not blank alone."""

    sheet: str
    number: int
    cells: dict[str, Cell]
    headers: dict[str, str]


def header_key(text: str) -> str:
    """A header without case, accents, punctuation or link between its words."""
    return fold(text).replace(" ", "").replace(".", "")


def read_tables(
    sheets: Sequence[Sheet], fields: Sequence[Field], required: Sequence[tuple[str, ...]]
) -> tuple[list[ReadTable], list[Line], list[LineError], list[str]]:
    """The tables, their lines, the errors of the whole file, and the names of the sheets that hold no table.

    `required` lists names of fields; of each group, one is needed.
    """
    known = {header_key(name): field for field in fields for name in (*field.synonyms, field.label)}
    # What an own synonym says goes before what another label says: « Statut » of a body is its state.
    known.update({header_key(name): field for field in fields for name in field.synonyms})
    tables: list[ReadTable] = []
    lines: list[Line] = []
    errors: list[LineError] = []
    ignored: list[str] = []
    for sheet in sheets:
        position = _header_row(sheet, known, required)
        if position is None:
            ignored.append(sheet.name)
            continue
        table, columns, table_errors = _read_headers(sheet, position, known, fields, required)
        tables.append(table)
        errors.extend(table_errors)
        if not table_errors:
            lines.extend(_lines(table, columns))
    if not tables:
        columns_wanted = ", ".join(field.synonyms[0] for field in fields[:6])
        errors.append(LineError(sheets[0].name if sheets else "", 1, "", _NO_TABLE, {"columns": columns_wanted}))
    return tables, lines, errors, ignored


def _header_row(sheet: Sheet, known: dict[str, Field], required: Sequence[tuple[str, ...]]) -> int | None:
    """The line, among the first ones, that names most columns: several, or all that it holds, or all one needs."""
    best, best_count = None, 0
    for position, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        names = {known[key].name for text in texts if (key := header_key(text)) in known}
        is_enough = len(names) >= _MIN_RECOGNISED or len(names) == len(texts)
        if len(names) > best_count and (is_enough or all(names & set(group) for group in required)):
            best, best_count = position, len(names)
    return best


def _read_headers(
    sheet: Sheet,
    position: int,
    known: dict[str, Field],
    fields: Sequence[Field],
    required: Sequence[tuple[str, ...]],
) -> tuple[ReadTable, dict[int, Field], list[LineError]]:
    headers = list(sheet.rows[position])
    while headers and is_blank(headers[-1]):
        headers.pop()
    passed_over = {header_key(header) for header in COMPUTED_HEADERS}
    columns: dict[int, Field] = {}
    unknown: list[str] = []
    errors: list[LineError] = []
    first: dict[str, str] = {}
    for index, cell in enumerate(headers):
        header = shown(cell)
        field = known.get(header_key(header))
        if field is None:
            if header and header_key(header) not in passed_over:
                unknown.append(header)
        elif field.name in first:
            params = {"first": first[field.name], "column": header}
            errors.append(LineError(sheet.name, position + 1, header, _TWICE, params))
        else:
            first[field.name] = header
            columns[index] = field
    labels = {field.name: field.synonyms[0] for field in fields}
    for group in required:
        if not first.keys() & set(group):
            params = {"column": labels[group[0]]}
            errors.append(LineError(sheet.name, position + 1, labels[group[0]], _MISSING, params))
    rows = {
        number: row
        for number, row in enumerate(sheet.rows[position + 1 :], start=position + 2)
        if not all(is_blank(cell) for cell in row)
    }
    return ReadTable(sheet.name, sheet.rows[:position], headers, rows, tuple(unknown)), columns, errors


def _lines(table: ReadTable, columns: dict[int, Field]) -> Iterable[Line]:
    headers = {field.name: shown(table.headers[index]) for index, field in columns.items()}
    for number, row in table.rows.items():
        cells = {
            field.name: row[index] for index, field in columns.items() if index < len(row) and not is_blank(row[index])
        }
        if cells:
            yield Line(table.sheet, number, cells, headers)
