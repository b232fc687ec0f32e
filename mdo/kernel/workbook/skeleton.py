"""All of a workbook but its rows, made by openpyxl: styles, tables, print settings, charts, validations, properties.

The package is built before the rows, for what stands above them, and again after, when their number is another than
was thought.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.summaries import Summary
from mdo.kernel.workbook.cells import PARIS, is_risky, safe_text
from mdo.kernel.workbook.layout import Book, Visibility, WrittenSheet
from mdo.kernel.workbook.names import on_one_line, sheet_title, table_name, unique_headers
from mdo.kernel.workbook.styles import COLUMN_FORMATS, GENERAL, HEADER, INTEGER, TEXT, Look, register, set_text, wear
from mdo.kernel.workbook.summary_sheets import describe_charts, draw
from mdo.version import VERSION

_A4 = 9
_MAX_PROMPT_TITLE = 32
_MAX_PROMPT = 255
_PAGE_WIDTH = 220  # in characters, on a page of A4 whose letters are about half their size
_ABOUT_WIDTHS = (28, 90)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)


@dataclass(frozen=True)
class Named:
    """A sheet with the names that Excel will accept: its title, its headers, its table."""

    sheet: WrittenSheet
    title: str
    headers: Sequence[str]
    table: str


@dataclass(frozen=True)
class NamedFigures:
    """A table of figures with the names of its sheet and of its table."""

    summary: Summary
    title: str
    table: str


@dataclass(frozen=True)
class SheetNames:
    """The sheets under distinct names, with those of « À propos » and of the hidden values of drop-downs."""

    sheets: Sequence[Named]
    figures: Sequence[NamedFigures]
    about: str
    lists: str


def name(book: Book) -> SheetNames:
    """Gives each sheet, table and column a name that Excel accepts."""
    titles: list[str] = []
    tables: list[str] = []
    found = []
    for sheet in book.sheets:
        titles.append(sheet_title(sheet.name or book.title, titles))
        tables.append(table_name(titles[-1], tables))
        labels = [book.translate(column.label) for column in sheet.columns]
        headers = unique_headers(labels) if sheet.is_table else [on_one_line(label) for label in labels]
        found.append(Named(sheet, titles[-1], headers, tables[-1]))
    figures = []
    for summary in book.summaries:
        titles.append(sheet_title(book.translate(summary.title), titles))
        tables.append(table_name(titles[-1], tables))
        figures.append(NamedFigures(summary, titles[-1], tables[-1]))
    about = sheet_title(book.translate(N_("About")), titles)
    return SheetNames(found, figures, about, sheet_title(book.translate(N_("Lists")), [*titles, about]))


def build(book: Book, names: SheetNames, counts: Sequence[int]) -> dict[str, bytes]:
    """The parts of the package, by name, for so many rows in each sheet; the sheets themselves hold no row."""
    made: Any = Workbook()
    made.remove(made.active)
    register(made)
    properties = made.properties
    properties.title = safe_text(book.title)
    properties.creator = properties.lastModifiedBy = safe_text(book.author)
    properties.language = book.language
    properties.created = properties.modified = book.now.astimezone(dt.UTC).replace(tzinfo=None)
    lists = _Lists(names.lists)
    for item, count in zip(names.sheets, counts, strict=True):
        _add_sheet(made, item, count, lists, book.translate)
    for figures in names.figures:
        sheet = made.create_sheet(figures.title)
        _set_print(sheet)
        draw(sheet, figures.summary, figures.table, book.translate)
    if book.has_about:
        pairs = zip(names.sheets, counts, strict=True)
        shown = sum(count for item, count in pairs if item.sheet.visibility is Visibility.VISIBLE)
        _add_about(made.create_sheet(names.about), book, shown)
    lists.write(made)
    return describe_charts(_parts(made), [figures.summary for figures in names.figures], book.translate)


def part_of(index: int) -> str:
    """The name of the part that holds a sheet, from 0."""
    return f"xl/worksheets/sheet{index + 1}.xml"


def around_rows(part: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the rows of a sheet. Its dimension is left out: it is not known at the start."""
    match = _ROWS.search(part)
    if match is None:
        raise ValueError("A sheet without rows.")
    head = _DIMENSION.sub(b"", part[: match.start()])
    return head + b"<sheetData>", b"</sheetData>" + part[match.end() :]


class _Lists:
    """The values of the drop-downs, one column each, on a hidden sheet that is made last."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._columns: dict[tuple[str, ...], int] = {}

    def reference(self, values: Sequence[str]) -> str:
        """The cells that hold these values."""
        letter = get_column_letter(self._columns.setdefault(tuple(values), len(self._columns) + 1))
        quoted = self._title.replace("'", "''")
        return f"'{quoted}'!${letter}$1:${letter}${len(values)}"

    def write(self, made: Any) -> None:
        """Adds the sheet, where a drop-down needs it."""
        if not self._columns:
            return
        sheet = made.create_sheet(self._title)
        sheet.sheet_state = Visibility.HIDDEN.value
        for values, number in self._columns.items():
            for row, value in enumerate(values, start=1):
                set_text(sheet.cell(row, number), value, Look(TEXT, is_quoted=is_risky(value)))


def _add_sheet(made: Any, item: Named, count: int, lists: _Lists, translate: Translate) -> None:
    sheet, layout = made.create_sheet(item.title), item.sheet
    sheet.sheet_state = layout.visibility.value
    sheet.freeze_panes = f"A{layout.header_row + 1}"
    _set_print(sheet)
    for index, column in enumerate(layout.columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width, dimension.hidden = column.width, column.name in layout.hidden
        is_shut = is_locked(layout, column.name) and column.name not in layout.open_below
        wear(dimension, Look(COLUMN_FORMATS.get(column.kind, GENERAL), is_locked=is_shut))
    if not layout.columns:
        return
    last_letter = get_column_letter(len(layout.columns))
    last = layout.header_row + max(count, 1)
    sheet.print_title_rows = f"{layout.header_row}:{layout.header_row}"
    # Beyond this width one page would be too small to read: several, which all begin with the first column.
    pages = round(sum(column.width for column in layout.columns) / _PAGE_WIDTH)
    if pages > 1:
        sheet.page_setup.fitToWidth, sheet.print_title_cols = pages, "A:A"
    sheet.print_area = f"A1:{last_letter}{last}"
    _add_validations(sheet, layout, last + layout.spare_rows, lists, translate)
    if layout.locked is not None:
        _protect(sheet)
    if layout.is_table:
        _add_table(sheet, item, f"A{layout.header_row}:{last_letter}{last}")


def is_locked(sheet: WrittenSheet, column: str) -> bool:
    """Whether the cells of a column are locked: all are, as in any workbook, where the sheet is not protected."""
    return sheet.locked is None or column in sheet.locked


def _set_print(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _add_table(sheet: Any, item: Named, ref: str) -> None:
    """A table holds at least one line under its headers: an empty result leaves it blank."""
    table = Table(displayName=item.table, ref=ref, autoFilter=AutoFilter(ref=ref))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    # The headers are streamed with the rows: openpyxl must be told the names of the columns.
    table.tableColumns = [TableColumn(id=index, name=header) for index, header in enumerate(item.headers, start=1)]
    sheet.tables.add(table)


def _add_validations(sheet: Any, layout: WrittenSheet, last: int, lists: _Lists, translate: Translate) -> None:
    for index, column in enumerate(layout.columns, start=1):
        values, help_text = layout.choices.get(column.name, ()), layout.helps.get(column.name, "")
        if not (values or help_text):
            continue
        rule = DataValidation(type="list" if values else None, allow_blank=True)
        if values:
            rule.formula1 = lists.reference(values)
            rule.showErrorMessage = True
            rule.errorStyle = "stop" if layout.is_strict else "warning"
            rule.errorTitle = safe_text(translate(column.label))[:_MAX_PROMPT_TITLE]
            rule.error = translate(N_("Choose one of the values of the list."))[:_MAX_PROMPT]
        if help_text:
            rule.showInputMessage = True
            rule.promptTitle = safe_text(translate(column.label))[:_MAX_PROMPT_TITLE]
            rule.prompt = safe_text(help_text)[:_MAX_PROMPT]
        letter = get_column_letter(index)
        rule.add(f"{letter}{layout.header_row + 1}:{letter}{last}")
        sheet.add_data_validation(rule)


def _protect(sheet: Any) -> None:
    """Against a slip, not against a person: no password. False means that it stays allowed."""
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows", "insertRows"):
        setattr(sheet.protection, allowed, False)


def _add_about(sheet: Any, book: Book, rows: int) -> None:
    _set_print(sheet)
    for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    translate, moment = book.translate, book.now.astimezone(PARIS)
    lines: tuple[tuple[str, str | int], ...] = (
        (translate(N_("Title")), book.title),
        *book.about,
        (translate(N_("Exported by")), book.author),
        (translate(N_("Exported on")), f"{moment:%d/%m/%Y %H:%M}"),
        (translate(N_("Rows")), rows),
        (translate(N_("Version of the application")), VERSION),
    )
    for row, (label, value) in enumerate(lines, start=1):
        set_text(sheet.cell(row, 1), label, HEADER)
        cell = sheet.cell(row, 2)
        if isinstance(value, int):
            cell.value = value
            cell.number_format = INTEGER
        elif value:
            set_text(cell, value, Look(TEXT, is_quoted=is_risky(value)))


def _parts(made: Any) -> dict[str, bytes]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _InMemory(made, archive).write_data()
    with zipfile.ZipFile(held) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _InMemory(ExcelWriter):
    """openpyxl's own writer, which would make a temporary file for each sheet."""

    _archive: zipfile.ZipFile
    manifest: Any

    def write_worksheet(self, ws: Any) -> None:
        drawn = io.BytesIO()
        writer: Any = WorksheetWriter(ws, drawn)
        writer.write()
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001  # as the method that this one replaces
        ws._drawing.charts = ws._charts  # noqa: SLF001  # the same
        ws._rels = writer._rels  # noqa: SLF001  # the same
        self._archive.writestr(ws.path[1:], drawn.getvalue())
        self.manifest.append(ws)
