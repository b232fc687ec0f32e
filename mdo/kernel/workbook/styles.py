"""How cells look: a closed list of styles, whose numbers are the same in every workbook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList

from mdo.kernel.fields.columns import Kind
from mdo.kernel.workbook.cells import safe_text
from mdo.kernel.workbook.marks import CORRECTED

# Programs draw it, or one of the same widths, on every machine: columns are as wide in LibreOffice as in Excel.
FONT, POINTS = "Arial", 10
_SWISS = 2
GENERAL = "General"
TEXT = "@"
DATE = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"
TIME = "hh:mm"
DURATION = "[h]:mm"
INTEGER = "0"
COUNT = "#,##0"
AMOUNT = '#,##0.00\\ "€"'
PERCENT = "0.0%"

# Numbers of a column of such a kind; without one, General.
NUMBER_FORMATS = {Kind.INTEGER: INTEGER, Kind.AMOUNT: AMOUNT, Kind.PERCENT: PERCENT}
# What is typed below the table, or in a blank cell of it, is read by the kind of its column.
COLUMN_FORMATS = {
    **NUMBER_FORMATS,
    Kind.TEXT: TEXT,
    Kind.LONG_TEXT: TEXT,
    Kind.PHONE: TEXT,
    Kind.EMAIL: TEXT,
    Kind.URL: TEXT,
    Kind.DATE: DATE,
    Kind.MOMENT: MOMENT,
}
# What is said of numbers in a sum, which may be long.
TOTAL_FORMATS = {**NUMBER_FORMATS, Kind.INTEGER: COUNT}
_LINK_COLOUR = "FF0B5394"
# Of the cells themselves: LibreOffice draws no style of tables, and letters are white in the head of that of Excel.
_HEAD, _BLACK = PatternFill("solid", fgColor="FFDCE6F1"), "FF000000"
_DAYS = frozenset({DATE, MOMENT, TIME})
_MARK_COLOUR = f"FF{CORRECTED}"
_SHADE = "FFE4E4E4"


@dataclass(frozen=True)
class Look:
    """One style. `is_quoted`: text that Excel would read again as a formula or a number when one edits it.

    `is_shaded`: of a row that is not to be changed.
    """

    number_format: str = GENERAL
    is_quoted: bool = False
    is_link: bool = False
    is_header: bool = False
    is_total: bool = False
    is_locked: bool = True
    is_marked: bool = False
    is_shaded: bool = False


HEADER = Look(TEXT, is_header=True)
QUOTED_HEADER = Look(TEXT, is_header=True, is_quoted=True)
_FORMATS = (GENERAL, TEXT, DATE, MOMENT, TIME, DURATION, INTEGER, AMOUNT, PERCENT)
LOOKS = (
    *(Look(name, is_locked=is_locked) for is_locked in (True, False) for name in _FORMATS),
    *(Look(TEXT, is_quoted=True, is_locked=is_locked) for is_locked in (True, False)),
    *(Look(TEXT, is_link=True, is_locked=is_locked) for is_locked in (True, False)),
    HEADER,
    QUOTED_HEADER,
    *(Look(name, is_total=True) for name in (GENERAL, TEXT, COUNT, AMOUNT)),
    *(Look(TEXT, is_quoted=is_quoted, is_marked=True) for is_quoted in (False, True)),
    *(Look(name, is_shaded=True) for name in _FORMATS),
    Look(TEXT, is_quoted=True, is_shaded=True),
    Look(TEXT, is_link=True, is_shaded=True),
)


def font(points: float = POINTS, **options: Any) -> Font:
    """That of all cells, which may be larger, bold…"""
    return Font(name=FONT, sz=points, family=_SWISS, **options)


def wear(styled: Any, look: Look) -> None:
    """Gives a cell or a column of openpyxl this style."""
    styled.number_format = look.number_format
    if look.is_quoted:
        styled.quotePrefix = True
    # Days on the left: what is written from the right would touch the text of the next column.
    side = "left" if look.number_format in _DAYS else None
    styled.alignment = Alignment(horizontal=side, vertical="top", wrap_text=look.number_format == TEXT)
    if look.is_total:
        styled.font, styled.border = font(bold=True), Border(top=Side(style="thin"))
    if look.is_header:
        styled.font, styled.fill = font(bold=True, color=_BLACK), _HEAD
        styled.alignment = Alignment(vertical="center", wrap_text=True)
    if look.is_link:
        styled.font = font(underline="single", color=_LINK_COLOUR)
    if look.is_marked:
        styled.fill = PatternFill("solid", start_color=_MARK_COLOUR)
    if look.is_shaded:
        styled.fill = PatternFill("solid", start_color=_SHADE)
    if not look.is_locked:
        styled.protection = Protection(locked=False)


def set_text(cell: Any, text: str, look: Look) -> None:
    """Text stays text, whatever it begins with."""
    set_safe_text(cell, safe_text(text), look)


def set_safe_text(cell: Any, safe: str, look: Look) -> None:
    """The same, of a text that is safe already: escaped twice, a header would not be that of its table."""
    wear(cell, look)
    cell.value = safe
    cell.data_type = "s"  # openpyxl made it a formula if it begins with « = », an error if it reads « #N/A »


def register(book: Any) -> dict[Look, int]:
    """Gives a new workbook its letters and every style, always in the same order; returns their numbers."""
    book._fonts = IndexedList([font()])  # noqa: SLF001  # openpyxl's own are those of a machine with Excel
    book._named_styles["Normal"].font = font()  # noqa: SLF001  # the same
    cells = book.create_sheet("styles")
    numbers: dict[Look, int] = {}
    for row, look in enumerate(LOOKS, start=1):
        cell = cells.cell(row, 1)
        wear(cell, look)
        numbers[look] = cell.style_id
    book.remove(cells)
    return numbers


@cache
def style_numbers() -> dict[Look, int]:
    """The number of each style."""
    return register(Workbook())
