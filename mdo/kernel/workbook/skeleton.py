"""All of a workbook but its rows, made by openpyxl: styles, tables, print settings, charts, validations, properties.

The package is built before the rows, for what stands above them, and again after, when their number is another than
was thought.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Summary
from mdo.kernel.workbook.cells import PARIS, is_risky, safe_text
from mdo.kernel.workbook.layout import Book, Visibility, WrittenSheet
from mdo.kernel.workbook.names import on_one_line, sheet_title, table_name, unique_headers
from mdo.kernel.workbook.paper import paper_for, set_figures_paper, set_paper, set_words
from mdo.kernel.workbook.parts import numbered_as_text, parts_of
from mdo.kernel.workbook.styles import COLUMN_FORMATS, GENERAL, HEADER, INTEGER, TEXT, Look, register, set_text, wear
from mdo.kernel.workbook.summary_sheets import describe_charts, draw, keep_totals
from mdo.version import VERSION

_MAX_PROMPT_TITLE = 32
_MAX_PROMPT = 255
_ABOUT_WIDTHS = (28, 66)
# In letters: what a value of a kind takes, and a header beside its longest word (the button of the filter).
_LEAST = {Kind.AMOUNT: 18, Kind.DATE: 12, Kind.MOMENT: 17, Kind.PHONE: 17, Kind.EMAIL: 32}
_BESIDE = 4
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)


@dataclass(frozen=True)
class NamedSheet:
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

    sheets: Sequence[NamedSheet]
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
        found.append(NamedSheet(sheet, titles[-1], headers, tables[-1]))
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
        _add_sheet(made, item, count, lists, book)
    for figures in names.figures:
        sheet = made.create_sheet(figures.title)
        paper = set_figures_paper(sheet, *draw(sheet, figures.summary, figures.table, book.translate))
        set_words(sheet, book, f"{book.title} – {book.translate(figures.summary.title)}", paper)
    if book.has_about:
        pairs = zip(names.sheets, counts, strict=True)
        shown = sum(count for item, count in pairs if item.sheet.visibility is Visibility.VISIBLE)
        _add_about(made.create_sheet(names.about), book, shown)
    lists.write(made)
    drawn = [figures.summary for figures in names.figures]
    parts = keep_totals(parts_of(made), {part_of(len(names.sheets) + at): each for at, each in enumerate(drawn)})
    return describe_charts(parts, drawn, book.translate)


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


def _add_sheet(made: Any, item: NamedSheet, count: int, lists: _Lists, book: Book) -> None:
    sheet, layout = made.create_sheet(item.title), item.sheet
    sheet.sheet_state = layout.visibility.value
    widths = [_width(column, header, layout) for column, header in zip(layout.columns, item.headers, strict=True)]
    seen = [0 if column.name in layout.hidden else width for column, width in zip(layout.columns, widths, strict=True)]
    frozen = min(layout.frozen, len(widths) - 1)  # all columns frozen, nothing would scroll
    sheet.freeze_panes = f"{get_column_letter(max(frozen, 0) + 1)}{layout.header_row + 1}"
    paper = paper_for(seen, frozen)
    set_paper(sheet, paper)
    sheet.print_options.gridLines = True  # LibreOffice draws none of the lines of a table
    set_words(sheet, book, "" if layout.above else book.title, paper)
    for index, (column, width) in enumerate(zip(layout.columns, widths, strict=True), start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width, dimension.hidden = width, column.name in layout.hidden
        is_shut = is_locked(layout, column.name) and column.name not in layout.open_below
        wear(dimension, Look(COLUMN_FORMATS.get(column.kind, GENERAL), is_locked=is_shut))
    if not layout.columns:
        return
    last_letter = get_column_letter(len(layout.columns))
    last = layout.header_row + max(count, 1)
    sheet.print_title_rows = f"{layout.header_row}:{layout.header_row}"
    if paper.breaks and frozen > 0:
        sheet.print_title_cols = f"A:{get_column_letter(frozen)}"
    sheet.print_area = f"A1:{last_letter}{layout.totals_row(count) or last}"
    numbered_as_text(sheet, f"A{layout.header_row + 1}:{last_letter}{last + layout.spare_rows}")
    _add_validations(sheet, layout, last + layout.spare_rows, lists, book.translate)
    if layout.locked is not None:
        _protect(sheet)
    if layout.is_table:
        _add_table(sheet, item, f"A{layout.header_row}:{last_letter}{last}")


def is_locked(sheet: WrittenSheet, column: str) -> bool:
    """Whether the cells of a column are locked: all are, as in any workbook, where the sheet is not protected."""
    return sheet.locked is None or column in sheet.locked


def _width(column: Column, header: str, layout: WrittenSheet) -> float:
    """At least what its header and its values take: no word is cut, no number is hidden behind « ### »."""
    longest = max(map(len, header.split()), default=0) + (_BESIDE if layout.is_table else 2)
    return max(column.width, longest, _LEAST.get(column.kind, 0))


def _add_table(sheet: Any, item: NamedSheet, ref: str) -> None:
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
    paper = paper_for(_ABOUT_WIDTHS)
    set_paper(sheet, paper)
    set_words(sheet, book, book.title, paper)
    for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    translate, moment = book.translate, book.now.astimezone(PARIS)
    lines: tuple[tuple[str, str | int], ...] = (
        (translate(N_("Title")), book.title),
        *book.about,
        *(((translate(N_("Filters")), book.filters),) if book.filters else ()),
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
            cell.number_format, cell.alignment = INTEGER, Alignment(horizontal="left", vertical="top")
        elif value:
            set_text(cell, value, Look(TEXT, is_quoted=is_risky(value)))
