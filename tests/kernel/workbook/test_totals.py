"""What columns come to, under the table of a list: the sum of its rows, and no row of it."""

import gettext
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.imports.reading.leaving import is_total
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.totals import TOTAL
from mdo.kernel.workbook.writer import write_table, write_workbook
from tests.kernel.workbook.strict import faults
from tests.kernel.workbook.test_writer import NOW
from tests.support import TODAY

MONEY = st.decimals(-(10**9), 10**9, places=2, allow_nan=False) | st.none()
ODD = st.one_of(
    st.integers(-(10**16), 10**16),
    st.floats(-1e9, 1e9),
    st.sampled_from([Decimal("NaN"), Decimal("Infinity"), float("inf"), "12", True, None]),
)


def columns(*summed: bool, kind: Kind = Kind.AMOUNT) -> list[Column]:
    return [
        Column(f"c{at}", f"C [{at}] 'é'", lambda row, today, at=at: row[at], kind, sums=sums)
        for at, sums in enumerate(summed)
    ]


def written(rows: list[Any], shown: list[Column]) -> bytes:
    stream = io.BytesIO()
    write_table(stream, title="Bons", columns=shown, rows=rows, today=TODAY, translate=str, now=NOW)
    return stream.getvalue()


def cells(data: bytes) -> dict[str, Any]:
    """The cells of the first sheet, as they are in its XML, by their place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return {cell.get("r"): cell for cell in tree.iter("{*}c")}


def numbers(data: bytes, column: str, last: int) -> list[Decimal]:
    """The numbers of the rows of a column, as a spreadsheet would add them up."""
    found = (cells(data).get(f"{column}{row}") for row in range(2, last + 1))
    return [Decimal(cell.findtext("{*}v")) for cell in found if cell is not None and cell.get("t") is None]


@given(st.lists(MONEY, min_size=1, max_size=300))
@example([Decimal("0.10")] * 120)  # two batches
def test_the_total_is_the_sum_of_the_rows_to_the_cent(amounts: list[Decimal | None]) -> None:
    data = written([("x", amount) for amount in amounts], columns(False, True))
    total = cells(data)[f"B{len(amounts) + 3}"]
    assert total.findtext("{*}f") == "SUBTOTAL(109,T_bons[C '[1'] ''é''])"
    assert Decimal(total.findtext("{*}v")) == sum(numbers(data, "B", len(amounts) + 1))
    assert Decimal(total.findtext("{*}v")) == sum(amount for amount in amounts if amount is not None)
    assert faults(data) == []


@given(st.lists(ODD, min_size=1, max_size=30))
@example([10**15, 2])
def test_what_is_no_number_counts_for_nothing_as_in_a_spreadsheet(values: list[Any]) -> None:
    data = written([("x", value) for value in values], columns(False, True, kind=Kind.DECIMAL))
    total = cells(data)[f"B{len(values) + 3}"]
    assert Decimal(total.findtext("{*}v")) == sum(numbers(data, "B", len(values) + 1))
    assert faults(data) == []


def test_totals_stand_apart_under_the_table_and_its_filter() -> None:
    sheet = load_workbook(io.BytesIO(written([("a", 1, 2), ("b", 3, 4)], columns(True, False, True)))).worksheets[0]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("A1:C3", "A1:C3", None)
    assert [cell.value for cell in sheet[4]] == [None] * 3
    sums = [f"=SUBTOTAL(109,T_bons[C '[{at}'] ''é''])" for at in (0, 2)]
    assert [cell.value for cell in sheet[5]] == [sums[0], TOTAL, sums[1]]
    assert sheet.print_area == "'Bons'!$A$1:$C$5"


@pytest.mark.parametrize(
    ("rows", "summed"), [([], (False, True)), ([("a", 1)], (False, False)), ([(1, 1)], (True, True))]
)
def test_there_is_no_total_of_nothing_nor_without_a_place_for_its_name(rows: list[Any], summed: tuple[bool]) -> None:
    assert all(cell.find("{*}f") is None for cell in cells(written(rows, columns(*summed))).values())


def test_a_workbook_to_change_and_fill_in_has_no_total() -> None:
    stream = io.BytesIO()
    sheet = WrittenSheet("Bons", columns(False, True), [("a", 1)])
    write_workbook(stream, Book("Bons", (sheet,), TODAY, str, NOW))
    assert max(int(place[1:]) for place in cells(stream.getvalue())) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_total_that_comes_back_is_known_in_both_languages(language: str) -> None:
    with Path("translations", language, "LC_MESSAGES", "messages.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled).gettext(TOTAL)
    assert is_total([None, words, 12.0])
    assert is_total([f" {words.upper()} "])
    assert not is_total(["Total (lignes)", "Montchat", 3.0])


def test_the_total_of_figures_follows_their_filters_where_it_is_their_sum() -> None:
    figures = Summary(
        "By <kind>",
        "Kind",
        (Heading("[Count]"), Heading("People"), Heading("Spent", Kind.AMOUNT), Heading("Rate", Kind.PERCENT)),
        (FigureLine("One", (2, 3, Decimal("0.10"), 1)), FigureLine("Two", (1, None, Decimal("0.20"), 2))),
        (3, 2, Decimal("0.30"), 3),  # somebody is counted in both lines
        note="Whoever is in both counts once.",
    )
    stream = io.BytesIO()
    write_workbook(
        stream, Book("Bons", (WrittenSheet("Bons", columns(True), []),), TODAY, str, NOW, summaries=(figures,))
    )
    assert faults(stream.getvalue()) == []
    read = load_workbook(io.BytesIO(stream.getvalue()))["By <kind>"]
    assert [cell.value for cell in read[5]] == [
        "Total",
        "=SUBTOTAL(109,T_by_kind['[Count']])",
        2,
        "=SUBTOTAL(109,T_by_kind[Spent])",
        3,
    ]
    kept = load_workbook(io.BytesIO(stream.getvalue()), data_only=True)["By <kind>"]
    assert [cell.value for cell in kept[5]] == ["Total", 3, 2, 0.3, 3]
