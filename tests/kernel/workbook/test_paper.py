"""How a sheet is printed: letters one can read, every column on one page and one only, words that say what it is."""

import datetime as dt
import io
import zipfile
from html import unescape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.workbook.cells import units
from mdo.kernel.workbook.paper import paper_for
from mdo.kernel.workbook.writer import write_table
from tests.kernel.workbook.kinds import WORKBOOKS
from tests.support import TODAY

NOW = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)
# Inches across A4 on its side within its margins, and points of a letter of Arial 10.
ACROSS, LETTER = 11.69 - 2 * 0.4, 10 * 0.556


def pages_of(widths: list[float], breaks: tuple[int, ...], repeated: int) -> list[float]:
    """The width of each page across, what is repeated included."""
    bounds = list(zip((0, *breaks), (*breaks, len(widths)), strict=True))
    again = sum(widths[:repeated])
    return [sum(widths[first:last]) + (again if first else 0) for first, last in bounds]


@given(st.lists(st.integers(0, 80), min_size=1, max_size=40), st.integers(0, 2))
@example([22, 40, 32, 80], 2)
def test_no_column_is_cut_and_letters_have_eight_points(widths: list[float], repeated: int) -> None:
    widths = [min(width, 40) if at < repeated else width for at, width in enumerate(widths)]
    paper = paper_for(widths, repeated)
    assert 80 <= paper.scale <= 100
    assert all(break_ > repeated for break_ in paper.breaks)
    if paper.breaks:
        wide = [
            width for width in pages_of(widths, paper.breaks, repeated) if width * LETTER > ACROSS * 7200 / paper.scale
        ]
        assert wide == []


@pytest.mark.parametrize(
    ("widths", "is_upright", "pages"),
    [([30, 65], True, 1), ([30, 66], False, 1), ([73, 100], False, 1), ([40, 73, 61], False, 2), ([20] * 20, False, 3)],
)
def test_a_sheet_lies_when_it_is_wide_and_goes_on_when_letters_would_be_too_small(
    widths: list[float], is_upright: bool, pages: int
) -> None:
    paper = paper_for(widths)
    assert (paper.is_upright, len(paper.breaks) + 1) == (is_upright, pages)


def sheet_of(title: str = "Bons", filters: str = "", widths: tuple[int, ...] = (30, 30)) -> tuple[Any, str]:
    """The sheet as openpyxl reads it, and its XML."""
    shown = [
        Column(f"c{at}", f"C{at}", lambda row, today: "0612345678", Kind.TEXT, width=w) for at, w in enumerate(widths)
    ]
    stream = io.BytesIO()
    write_table(
        stream,
        title=title,
        columns=shown,
        rows=[(), ()],
        today=TODAY,
        translate=str,
        now=NOW,
        filters=filters,
        author="Ana & Bel",
    )
    with zipfile.ZipFile(stream) as archive:
        return load_workbook(stream).worksheets[0], archive.read("xl/worksheets/sheet1.xml").decode()


def test_each_page_says_what_it_is_whence_it_comes_its_day_and_its_number() -> None:
    sheet, xml = sheet_of("R&D 2026", "Ville : L&on")
    assert (
        "<oddHeader>&amp;L&amp;11&amp;BR&amp;&amp;D 2026&amp;B\n&amp;9Filters: Ville : L&amp;&amp;on</oddHeader>" in xml
    )
    footer = sheet.oddFooter
    assert "Mission Démocratie Ouverte" in footer.left.text
    assert "Sheet made on 24/11/2026 09:30 by Ana && Bel" in footer.left.text
    assert footer.right.text == "Page &P / &N"


@pytest.mark.parametrize("word", ["x", "&", "é", "🗳"])
def test_long_words_of_a_page_are_cut_to_what_excel_takes(word: str) -> None:
    _, xml = sheet_of(word * 400, f"{word * 30} " * 40)
    header = unescape(xml.partition("<oddHeader>")[2].partition("</oddHeader>")[0])
    assert 100 < units(header) <= 255


def test_headers_and_the_first_column_stay_in_sight_and_come_again_on_each_page() -> None:
    sheet, _ = sheet_of(widths=(30,) * 8)
    assert sheet.freeze_panes == "B2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert [each.id for each in sheet.col_breaks.brk] == [5]
    assert sheet.page_setup.scale >= 80
    assert all(cell.fill.fill_type == "solid" for cell in sheet[1])


def test_numbers_kept_as_text_have_no_green_triangle() -> None:
    _, xml = sheet_of()
    assert '<ignoredErrors><ignoredError sqref="A2:B3" numberStoredAsText="1"/></ignoredErrors>' in xml
    with zipfile.ZipFile(io.BytesIO(WORKBOOKS["to_fill_in"]())) as archive:
        assert 'sqref="A4:J26" numberStoredAsText="1"' in archive.read("xl/worksheets/sheet1.xml").decode()


def test_text_is_wrapped_and_columns_hold_their_header_and_their_numbers() -> None:
    shown = [
        Column("a", "Arrondissements", lambda row, today: "x " * 40, width=8),
        Column("b", "€", lambda row, today: 12_345_678, Kind.AMOUNT, width=8),
    ]
    stream = io.BytesIO()
    write_table(stream, title="T", columns=shown, rows=[()], today=TODAY, translate=str, now=NOW)
    sheet = load_workbook(stream).worksheets[0]
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (19, 18)
    assert sheet["A2"].alignment.wrap_text
    assert sheet["A1"].alignment.wrap_text
