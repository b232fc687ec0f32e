"""How a sheet goes on paper: A4, letters of eight points at least, as many pages across as that takes.

Widths are those of columns: letters of ten points, 5.56 points each in LibreOffice and less in Excel. A sheet that one
page holds is fitted to it, whatever widths a reader gives it; of another, the columns that begin each page are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from openpyxl.worksheet.pagebreak import Break, ColBreak, RowBreak

from mdo.kernel.base.messages import N_
from mdo.kernel.workbook.cells import PARIS, cut, safe_text, units
from mdo.kernel.workbook.layout import Book
from mdo.kernel.workbook.styles import POINTS

LEAST_POINTS = 8
_LEAST_SCALE = -(-LEAST_POINTS * 100 // POINTS)  # per cent
_ROOM_UPRIGHT, _ROOM = 95, 139  # letters across a page, upright and on its side
_A4 = 9
_LAST_ROW = 1_048_575
_SIDE, _BOTTOM, _HEAD = 0.4, 0.65, 0.3  # margins in inches
_LINE = 0.17
PAGE_HEIGHT = 465  # points of a page on its side, for the rows and the chart
_TITLE, _SMALL = 11, 9  # points; they do not shrink with the sheet
_MAX_HEADER, _MAX_TITLE, _MAX_AUTHOR, _MAX_LINES = 250, 100, 50, 2
_LETTERS_UPRIGHT, _LETTERS = 100, 150  # small ones on a line
_SOURCE = N_("Source: back office of the Mission Démocratie Ouverte")
_MADE = N_("Sheet made on %(moment)s by %(author)s")
_MADE_BY_NOBODY = N_("Sheet made on %(moment)s")
_PAGE = N_("Page %(page)s / %(pages)s")


@dataclass(frozen=True)
class Paper:
    """The scale is in per cent; `breaks` are the last columns, from 1, of all pages across but the last."""

    is_upright: bool
    scale: int = 100
    breaks: tuple[int, ...] = ()


def paper_for(widths: Sequence[float], repeated: int = 1, *, may_stand: bool = True) -> Paper:
    """The paper of columns of these widths (0 for one out of sight), whose first ones are repeated on each page."""
    if may_stand and sum(widths) <= _ROOM_UPRIGHT:
        return Paper(is_upright=True)
    least = _pages(widths, repeated, _LEAST_SCALE)
    # The largest letters that take no page more.
    for scale in range(100, _LEAST_SCALE, -1):
        pages = _pages(widths, repeated, scale)
        if len(pages) == len(least) and max(width for _, width in pages) <= _room(scale):
            return Paper(is_upright=False, scale=scale, breaks=_breaks(pages))
    return Paper(is_upright=False, scale=_LEAST_SCALE, breaks=_breaks(least))


def _room(scale: int) -> float:
    return _ROOM * 100 / scale


def _pages(widths: Sequence[float], repeated: int, scale: int) -> list[tuple[int, float]]:
    """The last column, from 1, and the width of each page across."""
    pages: list[tuple[int, float]] = [(0, 0)]
    for number, width in enumerate(widths, start=1):
        used = pages[-1][1]
        if used + width > _room(scale) and number > repeated + 1:
            pages.append((0, 0))
            used = sum(widths[:repeated])
        pages[-1] = (number, used + width)
    return pages


def _breaks(pages: Sequence[tuple[int, float]]) -> tuple[int, ...]:
    return tuple(last for last, _ in pages[:-1])


def set_paper(sheet: Any, paper: Paper) -> None:
    """Gives a sheet its paper."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "portrait" if paper.is_upright else "landscape"
    if paper.breaks:
        setup.scale, setup.pageOrder = paper.scale, "overThenDown"
        sheet.col_breaks = ColBreak(brk=[Break(id=last, max=_LAST_ROW) for last in paper.breaks])
    else:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.bottom, margins.header, margins.footer = _BOTTOM, _HEAD, _HEAD


def set_words(sheet: Any, book: Book, title: str, paper: Paper) -> None:
    """What each page says: title and filters above (nothing without `title`), source, day and number of page below."""
    words = sheet.HeaderFooter
    words.scaleWithDoc = False
    lines = _above(book, title, _LETTERS_UPRIGHT if paper.is_upright else _LETTERS) if title else []
    words.oddHeader.left.text = "\n".join(lines) or None
    sheet.page_margins.top = _HEAD + _LINE * (len(lines) + 1)
    translate = book.translate
    moment = f"{book.now.astimezone(PARIS):%d/%m/%Y %H:%M}"
    author = cut(book.author, _MAX_AUTHOR)
    made = translate(_MADE if author else _MADE_BY_NOBODY) % {"moment": moment, "author": author}
    words.oddFooter.left.text = f"&{_SMALL}{_plain(translate(_SOURCE))}\n{_plain(made)}"
    words.oddFooter.right.text = f"&{_SMALL}{_plain(translate(_PAGE)) % {'page': '&P', 'pages': '&N'}}"


def set_figures_paper(sheet: Any, widths: Sequence[float], height: float, chart_row: int | None) -> Paper:
    """Gives its paper to a table `height` points high with its chart, which begins a page where one does not hold both.

    Without a chart there is no row.
    """
    paper = paper_for(widths, may_stand=chart_row is None)
    set_paper(sheet, paper)
    if chart_row is not None and height > PAGE_HEIGHT * 100 / paper.scale:
        # Programs that fit a sheet to a page leave such breaks aside.
        sheet.sheet_properties.pageSetUpPr.fitToPage = False
        sheet.page_setup.scale = paper.scale
        sheet.row_breaks = RowBreak(brk=[Break(id=chart_row - 1)])
    return paper


def _above(book: Book, title: str, width: int) -> list[str]:
    first = f"&{_TITLE}&B{_plain(cut(title, _MAX_TITLE))}&B"
    label = book.translate(N_("Filters"))
    told = book.translate(N_("%(label)s: %(value)s")) % {"label": label, "value": book.filters} if book.filters else ""
    room = max(_MAX_HEADER - units(first) - told.count("&"), 0)
    under = [_plain(line) for line in wrap(cut(told, room), width, max_lines=_MAX_LINES, placeholder=" […]")]
    return [first, *(f"&{_SMALL}{line}" for line in under[:1]), *under[1:]]


def _plain(text: str) -> str:
    """Text of a header: « & » begins a code there."""
    return " ".join(safe_text(text).split()).replace("&", "&&")
