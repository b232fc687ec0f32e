"""Whatever a row holds is written and read back as what it was, by openpyxl and by calamine."""

import datetime as dt
import io
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.workbook.cells import FIRST_DAY, MAX_TEXT, PARIS, safe_text, units
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.names import sheet_title
from mdo.kernel.workbook.vocabulary import meaning_itself, repeats_above
from mdo.kernel.workbook.writer import write_table, write_workbook
from tests.kernel.workbook import naive
from tests.support import TODAY

NOW = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)
# A cell holds a moment as days in a float: at the year 9999, to some 40 microseconds.
CLOSE = dt.timedelta(milliseconds=1)

ANY_TEXT = st.text(st.characters(), max_size=40)
SURROGATES = st.text(st.characters(categories=["Cs", "Cc", "Cn", "Lu"]), max_size=10)
# No NUL, no control character, no lone surrogate: what both databases take and forms let pass.
STORED_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
) | st.sampled_from(
    [
        *("=1+1", "=cmd|'/c calc'!A1", "+33612345678", "-5", "-5 rue", "@SUM(A1)", "＝1", "#N/A", "#REF!", "'quoted'"),
        *("01000", "1e5", "00012345678901", "3/7", "TRUE", "_x0041_", "_x005F_x0041_", "_x000D_", " ", "a\nb\n", "\t"),
        *("x" * MAX_TEXT, "é" * MAX_TEXT, "<a>&amp;</a>", "]]>", "\u00a0", "\u202f\u200b", "🗳" * 10, "\r\n", "a\rb"),
        *("»", '"', "//", "’’", "idem", "id.", "Ditto supra", '- "'),
    ]
)


def columns(*kinds: Kind) -> tuple[Column, ...]:
    return tuple(
        Column(f"c{index}", f"Column {index}", lambda row, today, index=index: row[index], kind)
        for index, kind in enumerate(kinds)
    )


def read_back(values: list[Any], kind: Kind = Kind.TEXT) -> tuple[list[Any], list[Any]]:
    """The values of one column, by openpyxl and by calamine; a second column keeps blank ones in their row."""
    stream = io.BytesIO()
    rows = [(value, "|") for value in values]
    shown = columns(kind, Kind.TEXT)
    write_table(stream, title="T", columns=shown, rows=rows, today=TODAY, translate=str, now=NOW)
    by_openpyxl = [row[0].value for row in load_workbook(stream).worksheets[0].iter_rows(min_row=2)]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue())).get_sheet_by_index(0)
    by_calamine = [None if row[0] == "" else row[0] for row in sheet.to_python()[1:]]
    return by_openpyxl, by_calamine


def texts(values: list[Any]) -> list[Any]:
    """Cells of text as Excel shows them: openpyxl alone leaves escapes as they are written."""
    return [unescape(value) if isinstance(value, str) else value for value in values]


def or_blank(text: str) -> str | None:
    return text or None


@given(st.lists(STORED_TEXT, min_size=1, max_size=20))
def test_text_that_a_database_holds_is_read_back_exactly(values: list[str]) -> None:
    by_openpyxl, by_calamine = read_back(values)
    left = [or_blank(meaning_itself(value)) for value in values]
    assert texts(by_openpyxl) == by_calamine == left
    assert not any(repeats_above(text) for text in left if text)


@given(st.lists(ANY_TEXT | SURROGATES, min_size=1, max_size=20))
@example(["\x00", "\ud800", "\udfff\ud800", "\ufffe", "x" * (MAX_TEXT + 1), "🗳" * MAX_TEXT, "\x0b=1"])
def test_any_text_at_all_is_written_as_what_a_cell_can_hold_of_it(values: list[str]) -> None:
    by_openpyxl, by_calamine = read_back(values)
    assert texts(by_openpyxl) == by_calamine
    for value, cell in zip(values, by_calamine, strict=True):
        assert units(cell or "") <= MAX_TEXT
        assert safe_text(cell or "") == safe_text(meaning_itself(value)).replace("_x0078_", "x") or "_x" in value


@given(st.lists(st.integers() | st.integers(-(10**15) - 5, 10**15 + 5), min_size=1, max_size=20))
@example([10**15 - 1, 10**15, -(10**15), 10**400])
def test_an_integer_is_a_number_while_excel_holds_it_and_text_beyond(values: list[int]) -> None:
    expected = [value if abs(value) < 10**15 else str(value) for value in values]
    by_openpyxl, by_calamine = read_back(values, Kind.INTEGER)
    assert by_openpyxl == expected
    assert by_calamine == expected


@given(
    st.lists(
        st.floats(allow_nan=False, allow_infinity=False)
        | st.decimals(min_value=-(10**12), max_value=10**12, places=2)
        | st.sampled_from([float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]),
        min_size=1,
        max_size=20,
    )
)
def test_a_number_is_read_back_exactly_and_no_number_is_a_blank(values: list[float | Decimal]) -> None:
    expected = [float(value) if math.isfinite(value) else None for value in values]
    by_openpyxl, by_calamine = read_back(values, Kind.AMOUNT)
    assert by_openpyxl == expected
    assert by_calamine == expected


@given(st.lists(st.dates(), min_size=1, max_size=20))
@example([dt.date(1, 1, 1), dt.date(1900, 2, 28), FIRST_DAY, dt.date(9999, 12, 31)])
def test_a_day_is_a_date_from_march_1900_on_and_text_before(values: list[dt.date]) -> None:
    by_openpyxl, by_calamine = read_back(values, Kind.DATE)
    for value, *read in zip(values, by_openpyxl, by_calamine, strict=True):
        if value >= FIRST_DAY:
            days = [cell.date() if isinstance(cell, dt.datetime) else cell for cell in read]
            assert days == [value, value]
        else:
            assert read == [f"{value:%d/%m/}{value.year:04d}"] * 2


@given(
    st.lists(
        st.datetimes(naive(1900, 3, 2), naive(9999, 12, 30), timezones=st.timezones() | st.none()),
        min_size=1,
        max_size=20,
    )
)
def test_a_moment_is_read_back_as_the_clock_of_paris_showed_it(values: list[dt.datetime]) -> None:
    by_openpyxl, by_calamine = read_back(values, Kind.MOMENT)
    for value, *read in zip(values, by_openpyxl, by_calamine, strict=True):
        shown = value.astimezone(PARIS).replace(tzinfo=None) if value.tzinfo else value
        assert all(abs(naive(*moment_of(cell)) - shown) <= CLOSE for cell in read)


def moment_of(cell: Any) -> tuple[int, ...]:
    """A moment as numbers; one at midnight may be read as a day."""
    parts = (cell.year, cell.month, cell.day)
    return (*parts, cell.hour, cell.minute, cell.second, cell.microsecond) if isinstance(cell, dt.datetime) else parts


@given(st.text(st.characters(), max_size=40) | st.text("[]:*?/\\'é🗳", min_size=28, max_size=40))
@example("L'été des « conseils » de l'Île'")
@example("x" * 30 + "'")
@example("x" * 30 + "🗳")
def test_a_workbook_opens_whatever_its_sheets_are_called(name: str) -> None:
    """Two sheets of one name, each with a drop-down whose values stand on another sheet."""
    kept = [WrittenSheet(name, columns(Kind.TEXT), [("a",)], choices={"c0": ["a", "b"]}) for _ in range(2)]
    stream = io.BytesIO()
    write_workbook(stream, Book(name or "T", kept, TODAY, str, NOW))
    book = load_workbook(stream)
    first, second, *others = book.sheetnames
    assert first == sheet_title(name or "T", [])
    assert len({title.casefold() for title in book.sheetnames}) == len(book.sheetnames) == 4
    for title in book.sheetnames:
        assert 0 < units(title) <= 31
        assert not set(title) & set("[]:*?/\\")
        assert title == title.strip("'")
    assert [book[title]["A2"].value for title in (first, second)] == ["a", "a"]
    read = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
    assert read.sheet_names == [first, second, *others]


@pytest.mark.parametrize("name", ["History", "historique"])
def test_a_name_that_excel_keeps_for_itself_gets_a_number(name: str) -> None:
    assert sheet_title(name, []) == f"{name} (2)"


@pytest.mark.parametrize("number", [1, 9, 10, 99, 100])
def test_a_sheet_keeps_its_31_characters_when_its_name_is_taken(number: int) -> None:
    names: list[str] = []
    for _ in range(number):
        names.append(sheet_title("Conseils de quartier du 3e arrondissement", names))
    assert len(set(names)) == number
    assert max(map(units, names)) <= 31
