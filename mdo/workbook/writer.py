"""Writes workbooks that Excel opens as one expects: typed cells, a real table, and a sheet saying whence it comes."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from mdo.columns import Column, Kind
from mdo.errors import RuleViolation
from mdo.labels import enum_label
from mdo.messages import N_, Translate
from mdo.version import VERSION
from mdo.workbook.cells import PARIS, is_risky, safe_text, safe_value
from mdo.workbook.reader import Cell, CellFault

MAX_ROWS = 1_048_575
_MAX_SHEET_NAME = 31
_MAX_HEADER = 250  # of 255, so that a number can be added
_A4 = 9
_TEXT_FORMAT = "@"
_DATE_FORMAT = "dd/mm/yyyy"
_MOMENT_FORMAT = "dd/mm/yyyy hh:mm"
_FORMATS = {Kind.INTEGER: "0", Kind.AMOUNT: '#,##0.00\\ "€"', Kind.PERCENT: "0.0%"}
_TOO_MANY = N_("An Excel sheet holds %(rows)d rows at most: narrow the filters, then export again.")
_FAULT_TEXTS = {
    CellFault.ERROR: N_("(error in the original workbook)"),
    CellFault.FORMULA: N_("(formula without a value in the original workbook)"),
}


@dataclass(frozen=True)
class RejectedSheet:
    """A sheet to hand back: the rows above its table, its headers, and each rejected line with its sentence."""

    name: str
    above: Sequence[Sequence[Cell]]
    headers: Sequence[Cell]
    lines: Sequence[tuple[Sequence[Cell], str]]


def write_table(
    stream: IO[bytes],
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    today: dt.date,
    translate: Translate,
    about: Sequence[tuple[str, str]] = (),
    sheet_name: str = "",
    author: str = "",
    language: str = "fr",
    now: dt.datetime | None = None,
) -> int:
    """Writes rows as one table and a sheet « À propos »; returns the number of rows written.

    Rows are consumed one by one, so that they may be streamed. `title`, `about` (pairs of label and words, such as the
    filters) and `sheet_name` are already in the reader's language; `now` is the moment of the export.
    Raises RuleViolation when there are more rows than a sheet holds.
    """
    book = _new_book(title, author, language)
    sheet = book.create_sheet(_sheet_title(sheet_name or title, ()))
    headers = _unique_headers([translate(column.label) for column in columns])
    _lay_out(sheet, [column.width for column in columns])
    cells = _CellWriter(sheet)
    sheet.append([cells.header(header) for header in headers])
    count = 0
    for row in rows:
        count += 1
        if count > MAX_ROWS:
            raise RuleViolation(_TOO_MANY, rows=MAX_ROWS)
        sheet.append([cells.typed(column.kind, column.value(row, today), translate) for column in columns])
    _add_table(sheet, headers, count)
    moment = (now or dt.datetime.now(PARIS)).astimezone(PARIS)
    _add_about(
        book,
        translate(N_("About")),
        (
            (translate(N_("Title")), title),
            *about,
            (translate(N_("Exported by")), author),
            (translate(N_("Exported on")), f"{moment:%d/%m/%Y %H:%M}"),
            (translate(N_("Rows")), count),
            (translate(N_("Version of the application")), VERSION),
        ),
    )
    book.save(stream)
    return count


def write_error_workbook(
    stream: IO[bytes], sheets: Sequence[RejectedSheet], *, error_header: str, translate: Translate
) -> int:
    """Writes the rejected lines as they came, in the same layout, with a last column that says what is wrong.

    Corrected, the file can be imported again: its error column is ignored. Returns the number of lines.
    """
    book = _new_book(error_header, "", "fr")
    used: list[str] = []
    for rejected in sheets:
        used.append(_sheet_title(rejected.name, used))
        sheet = book.create_sheet(used[-1])
        cells = _CellWriter(sheet)
        headers = [*rejected.headers, error_header]
        widths = [max(12, min(40, len(str(header or "")) + 4)) for header in rejected.headers]
        _lay_out(sheet, [*widths, 80], header_row=len(rejected.above) + 1)
        for row in rejected.above:
            sheet.append([cells.as_it_came(value, translate) for value in row])
        sheet.append([cells.header(_text_of(header)) for header in headers])
        for values, sentence in rejected.lines:
            padded = [*values, *[None] * (len(rejected.headers) - len(values))][: len(rejected.headers)]
            sheet.append([*(cells.as_it_came(value, translate) for value in padded), cells.text(sentence)])
    if not used:
        book.create_sheet(_sheet_title(error_header, ()))
    book.save(stream)
    return sum(len(rejected.lines) for rejected in sheets)


class _CellWriter:
    """Makes the cells of one write-only sheet; a style is built once, then copied with its cell."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._templates: dict[tuple[str, bool], Any] = {}

    def header(self, text: str) -> Any:
        cell = self.text(text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell

    def text(self, text: str) -> Any:
        safe = safe_text(text)
        cell = self._styled(_TEXT_FORMAT, is_quoted=is_risky(safe))
        cell.value = safe
        cell.data_type = "s"  # openpyxl made it a formula if it begins with « = », an error if it reads « #N/A »
        return cell

    def number(self, value: int | float | Decimal, number_format: str) -> Any:
        cell = self._styled(number_format)
        cell.value = value
        return cell

    def date(self, value: dt.date, number_format: str) -> Any:
        cell = self._styled(number_format)
        cell.value = value
        cell.number_format = number_format
        return cell

    def typed(self, kind: Kind, value: Any, translate: Translate) -> Any:
        """A cell for a value of a declared column."""
        if value is None:
            return None
        if isinstance(value, bool):
            return self.text(translate(N_("Yes") if value else N_("No")))
        if isinstance(value, StrEnum):
            return self.text(translate(enum_label(value)))
        if isinstance(value, tuple | list):
            return self.text(", ".join(_in_words(item, translate) for item in value))
        if kind is Kind.ENUM and isinstance(value, str):
            return self.text(translate(value))
        return self._plain(safe_value(value), _FORMATS.get(kind, "General"))

    def as_it_came(self, value: Cell, translate: Translate) -> Any:
        """A cell for a value that was read from a workbook."""
        if isinstance(value, CellFault):
            return self.text(translate(_FAULT_TEXTS[value]))
        if isinstance(value, bool):
            return self.text(translate(N_("Yes") if value else N_("No")))
        if isinstance(value, dt.time | dt.timedelta):
            return self.text(str(value))
        return self._plain(safe_value(value), "General")

    def _plain(self, value: Any, number_format: str) -> Any:
        if value is None:
            return None
        if isinstance(value, str):
            return self.text(value) if value else None
        if isinstance(value, dt.datetime):
            return self.date(value, _MOMENT_FORMAT)
        if isinstance(value, dt.date):
            return self.date(value, _DATE_FORMAT)
        return self.number(value, number_format)

    def _styled(self, number_format: str, *, is_quoted: bool = False) -> Any:
        template = self._templates.get((number_format, is_quoted))
        if template is None:
            template = WriteOnlyCell(self._sheet)
            template.number_format = number_format
            template.quotePrefix = is_quoted
            self._templates[number_format, is_quoted] = template
        return copy(template)


def _in_words(item: Any, translate: Translate) -> str:
    """One of several values of a cell: a member of a closed list by its label."""
    return translate(enum_label(item)) if isinstance(item, StrEnum) else str(item)


def _new_book(title: str, author: str, language: str) -> Any:
    book = Workbook(write_only=True)
    book.properties.title = safe_text(title)
    book.properties.creator = safe_text(author)
    book.properties.language = language
    return book


def _lay_out(sheet: Any, widths: Sequence[int], header_row: int = 1) -> None:
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def _add_table(sheet: Any, headers: Sequence[str], count: int) -> None:
    """A table holds at least one line under its headers: an empty result leaves it blank."""
    if not headers:
        return
    ref = f"A1:{get_column_letter(len(headers))}{max(count, 1) + 1}"
    table = Table(displayName="Table1", ref=ref, autoFilter=AutoFilter(ref=ref))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    # A write-only sheet cannot be read back for the names of the columns: openpyxl must be told.
    table.tableColumns = [TableColumn(id=index, name=header) for index, header in enumerate(headers, start=1)]
    sheet.tables.add(table)


def _add_about(book: Any, name: str, lines: Iterable[tuple[str, str | int]]) -> None:
    sheet = book.create_sheet(_sheet_title(name, book.sheetnames))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    cells = _CellWriter(sheet)
    for label, value in lines:
        shown = cells.number(value, "0") if isinstance(value, int) else cells.text(value) if value else None
        sheet.append([cells.header(label), shown])


def _text_of(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _unique_headers(labels: Sequence[str]) -> list[str]:
    """Names that a table accepts: on one line, filled, distinct whatever their case."""
    headers: list[str] = []
    used: set[str] = set()
    for index, label in enumerate(labels, start=1):
        base = " ".join(safe_text(label).split())[:_MAX_HEADER] or str(index)
        header, number = base, 1
        while header.casefold() in used:
            number += 1
            header = f"{base} ({number})"
        used.add(header.casefold())
        headers.append(header)
    return headers


def _sheet_title(name: str, used: Sequence[str]) -> str:
    """A name that Excel accepts for a sheet: at most 31 characters, none of []:*?/\\, distinct whatever its case."""
    base = re.sub(r"[\[\]:*?/\\]", " ", safe_text(name)).strip().strip("'").strip()[:_MAX_SHEET_NAME] or "1"
    title, number = base, 1
    taken = {other.casefold() for other in used}
    while title.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        title = base[: _MAX_SHEET_NAME - len(suffix)] + suffix
    return title
