"""Workbooks to fill in: a sheet of headers with drop-down lists and help, a sheet of examples, a page of help."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from mdo.kernel.workbook.cells import is_risky, safe_text

LAST_LINE = 50_001
_TEXT, _DATE = "@", "dd/mm/yyyy"
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_LONGEST_SHEET_NAME = 31
_A4 = 9


@dataclass(frozen=True)
class ModelColumn:
    """A column to fill in: its header, what one writes there, whether it is needed, what it may say, an example."""

    header: str
    help: str
    need: str = ""
    words: tuple[str, ...] = ()
    is_date: bool = False
    example: str = ""


@dataclass(frozen=True)
class ModelWords:
    """The words of a model workbook, in the reader's language: names of its sheets, headers of its help."""

    title: str
    examples: str
    help: str
    lists: str
    help_headers: tuple[str, str, str, str]
    not_in_list: str
    language: str = "fr"


def write_model_workbook(
    stream: IO[bytes], columns: Sequence[ModelColumn], words: ModelWords, titles: Sequence[str] = ()
) -> None:
    """Writes the workbook. Only the lines under the headers may be changed; the sheet of the lists is hidden.

    `titles` stand over the headers, a line each: the import reads what they say of all the lines.
    """
    book = Workbook()
    book.properties.title = safe_text(words.title)
    book.properties.language = words.language
    sheet: Any = book.active
    sheet.title = words.title[:_LONGEST_SHEET_NAME]
    for row, title in enumerate(titles, start=1):
        _put(sheet, row, 1, title, is_head=True)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=False)
    top = len(titles) + 1
    _head(sheet, columns, top)
    for index, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.protection = Protection(locked=False)
        dimension.number_format = _DATE if column.is_date else _TEXT
    sheet.protection.enable()
    for name in ("formatColumns", "formatRows", "formatCells", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(sheet.protection, name, False)  # in the file's own words: what stays forbidden
    _add_examples(book.create_sheet(words.examples), columns)
    _add_help(book.create_sheet(words.help), columns, words)
    _add_lists(book, sheet, columns, words, top)
    book.save(stream)


def _head(sheet: Any, columns: Sequence[ModelColumn], top: int = 1) -> None:
    for index, column in enumerate(columns, start=1):
        _put(sheet, top, index, column.header, is_head=True)
        sheet.column_dimensions[get_column_letter(index)].width = max(14, min(32, len(column.header) + 4))
    sheet.freeze_panes = f"A{top + 1}"
    _print(sheet, top)


def _print(sheet: Any, top: int = 1) -> None:
    sheet.print_title_rows = f"1:{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _add_examples(sheet: Any, columns: Sequence[ModelColumn]) -> None:
    _head(sheet, columns)
    for index, column in enumerate(columns, start=1):
        _put(sheet, 2, index, column.example)
    sheet.protection.enable()


def _add_help(sheet: Any, columns: Sequence[ModelColumn], words: ModelWords) -> None:
    lines: Iterable[tuple[str, ...]] = ((column.header, column.need, column.help, column.example) for column in columns)
    for number, line in enumerate((words.help_headers, *lines), start=1):
        for index, text in enumerate(line, start=1):
            _put(sheet, number, index, text, is_head=number == 1)
    for letter, width in zip("ABCD", (32, 18, 80, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.protection.enable()
    _print(sheet)


def _add_lists(book: Any, sheet: Any, columns: Sequence[ModelColumn], words: ModelWords, top: int) -> None:
    lists = book.create_sheet(words.lists)
    lists.sheet_state = "hidden"
    places: dict[tuple[str, ...], str] = {}
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        formula = None
        if column.words:
            if column.words not in places:
                number = len(places) + 1
                for row, text in enumerate(column.words, start=1):
                    _put(lists, row, number, text)
                at = get_column_letter(number)
                places[column.words] = f"{quote_sheetname(words.lists)}!${at}$1:${at}${len(column.words)}"
            formula = places[column.words]
        rule = DataValidation(type="list" if formula else None, formula1=formula, allow_blank=True)
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.header[:_LONGEST_TITLE], column.help[:_LONGEST_PROMPT]
        if formula:
            # A warning and no more: imports also understand other spellings, and « 3e, 7e ».
            rule.showErrorMessage, rule.errorStyle, rule.error = True, "warning", words.not_in_list
        rule.add(f"{letter}{top + 1}:{letter}{LAST_LINE}")
        sheet.add_data_validation(rule)


def _put(sheet: Any, row: int, column: int, text: str, *, is_head: bool = False) -> None:
    if not text:
        return
    cell = sheet.cell(row, column)
    cell.value = safe_text(text)
    cell.data_type = "s"  # openpyxl made it a formula if it begins with « = »
    cell.number_format = _TEXT
    cell.quotePrefix = is_risky(text)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_head:
        cell.font = Font(bold=True)
