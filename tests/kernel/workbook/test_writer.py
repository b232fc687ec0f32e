"""Workbooks that leave the house."""

import datetime as dt
import io
import resource
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.workbook.reader import CellFault, read_workbook
from mdo.kernel.workbook.writer import RejectedSheet, write_error_workbook, write_table
from mdo.version import VERSION
from models.people import Consent, Gender
from tests.kernel.workbook import naive
from tests.support import TODAY

NOW = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)
FRENCH = {"Yes": "Oui", "No": "Non", "Woman": "Femme", "About": "À propos", "Rows": "Lignes"}


def french(message: str) -> str:
    return FRENCH.get(message, message)


def columns(*kinds: Kind) -> tuple[Column, ...]:
    return tuple(
        Column(f"c{index}", f"Column {index}", lambda row, today, index=index: row[index], kind)
        for index, kind in enumerate(kinds)
    )


def written(shown: Sequence[Column], rows: Iterable[Any], **options: Any) -> Any:
    stream = io.BytesIO()
    write_table(
        stream,
        title=options.pop("title", "Members"),
        columns=shown,
        rows=rows,
        today=TODAY,
        translate=french,
        now=NOW,
        **options,
    )
    return load_workbook(io.BytesIO(stream.getvalue()))


def cell_of(value: Any, kind: Kind = Kind.TEXT) -> Any:
    return written(columns(kind), [(value,)]).worksheets[0]["A2"]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A1", "+33612345678", "-5 rue", "@SUM(A1)", "#N/A", "01000"])
def test_text_stays_text(text: str) -> None:
    cell = cell_of(text)
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")


def test_text_that_begins_like_a_formula_is_not_read_again_when_edited() -> None:
    assert cell_of("=1+1").quotePrefix
    assert not cell_of("Île").quotePrefix


@pytest.mark.parametrize(
    ("value", "kind", "shown", "number_format"),
    [
        (dt.date(2026, 11, 24), Kind.DATE, naive(2026, 11, 24), "dd/mm/yyyy"),
        (NOW, Kind.MOMENT, naive(2026, 11, 24, 9, 30), "dd/mm/yyyy hh:mm"),
        (Decimal("1234.5"), Kind.AMOUNT, 1234.5, '#,##0.00\\ "€"'),
        (0.125, Kind.PERCENT, 0.125, "0.0%"),
        (12, Kind.INTEGER, 12, "0"),
        (True, Kind.BOOLEAN, "Oui", "@"),
        (False, Kind.BOOLEAN, "Non", "@"),
        (Gender.FEMALE, Kind.ENUM, "Femme", "@"),
        (Consent.GIVEN, Kind.ENUM, "Oui", "@"),
        (("Lyon 3e", "Lyon 7e"), Kind.TEXT, "Lyon 3e, Lyon 7e", "@"),
        ("00012345678901", Kind.TEXT, "00012345678901", "@"),
    ],
)
def test_cells_are_typed(value: Any, kind: Kind, shown: Any, number_format: str) -> None:
    cell = cell_of(value, kind)
    assert (cell.value, cell.number_format) == (shown, number_format)


@pytest.mark.parametrize("value", [None, "", float("nan")])
def test_nothing_to_say_is_a_blank_cell(value: Any) -> None:
    assert cell_of(value).value is None


def test_a_poisoned_row_does_not_stop_the_export() -> None:
    poison = ("\x0b\ud800", "x" * 40_000, 10**400, "_x0041_", dt.date(1, 1, 1))
    sheet = written(columns(*[Kind.TEXT] * len(poison)), [poison, poison]).worksheets[0]
    assert sheet.max_row == 3
    assert sheet["E2"].value == "01/01/0001"


def test_the_sheet_is_a_table_that_prints_well() -> None:
    sheet = written(columns(Kind.TEXT, Kind.DATE), [("a", TODAY), ("b", TODAY)]).worksheets[0]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:B3", "A1:B3")
    assert [column.name for column in table.tableColumns] == ["Column 0", "Column 1"]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("portrait", 9)
    assert sheet.column_dimensions["A"].width == 18


def test_an_empty_result_is_a_table_with_its_headers() -> None:
    sheet = written(columns(Kind.TEXT, Kind.DATE), []).worksheets[0]
    (table,) = sheet.tables.values()
    assert table.ref == "A1:B2"
    assert [cell.value for cell in sheet[1]] == ["Column 0", "Column 1"]


def test_headers_are_filled_and_distinct() -> None:
    shown = tuple(
        Column(f"c{i}", label, lambda row, today: "x") for i, label in enumerate(["E-mail", "e-MAIL", "", "=A"])
    )
    sheet = written(shown, [()]).worksheets[0]
    (table,) = sheet.tables.values()
    assert [cell.value for cell in sheet[1]] == ["E-mail", "e-MAIL (2)", "3", "=A"]
    assert [column.name for column in table.tableColumns] == ["E-mail", "e-MAIL (2)", "3", "=A"]
    assert sheet["D1"].data_type == "s"


def test_the_workbook_says_where_it_comes_from() -> None:
    book = written(columns(Kind.TEXT), [("a",), ("b",)], title="=Membres", author="Ana Bel", filters="5e")
    lines = {row[0].value: row[1].value for row in book["À propos"].iter_rows()}
    assert lines == {
        "Title": "=Membres",
        "Filters": "5e",
        "Exported by": "Ana Bel",
        "Exported on": "24/11/2026 09:30",
        "Lignes": 2,
        "Version of the application": VERSION,
    }
    assert (book.properties.title, book.properties.creator, book.properties.language) == ("=Membres", "Ana Bel", "fr")


@pytest.mark.parametrize(
    ("name", "title"),
    [("Instances [2026]: a/b", "Instances  2026   a b"), ("'quoted'", "quoted"), ("x" * 40, "x" * 31), ("", "Members")],
)
def test_a_sheet_has_a_name_that_excel_accepts(name: str, title: str) -> None:
    assert written(columns(Kind.TEXT), [], sheet_name=name).sheetnames[0] == title


def test_what_is_written_reads_back() -> None:
    stream = io.BytesIO()
    row = ("=1+1", "Île\nBarbe", dt.date(2026, 11, 24), Decimal("12.50"))
    shown = columns(Kind.TEXT, Kind.TEXT, Kind.DATE, Kind.AMOUNT)
    write_table(stream, title="T", columns=shown, rows=[row], today=TODAY, translate=french)
    assert read_workbook(stream.getvalue())[0].rows[1] == ["=1+1", "Île\nBarbe", dt.date(2026, 11, 24), 12.5]


def test_ten_thousand_rows_stay_fast_and_light() -> None:
    shown = columns(*[Kind.TEXT, Kind.DATE, Kind.AMOUNT, Kind.BOOLEAN, Kind.INTEGER] * 5)
    row = ("Conseil de quartier", TODAY, Decimal("12.5"), True, 4) * 5
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    count = write_table(
        io.BytesIO(), title="T", columns=shown, rows=(row for _ in range(10_000)), today=TODAY, translate=french
    )
    assert count == 10_000
    assert time.process_time() - started < 10
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 200


def test_rejected_lines_go_back_as_they_came_with_their_sentence() -> None:
    stream = io.BytesIO()
    rejected = RejectedSheet(
        "Membres",
        above=[["Annuaire"], []],
        headers=["Nom", "Début", 2026.0],
        lines=[(["=Du\x0bpont", dt.date(2026, 11, 24), CellFault.ERROR], "Début: not a date."), (["Durand"], "No.")],
    )
    count = write_error_workbook(stream, [rejected], error_header="Erreur", translate=french)
    assert count == 2
    (sheet,) = read_workbook(stream.getvalue())
    assert sheet.name == "Membres"
    assert sheet.rows[0][0] == "Annuaire"
    assert sheet.rows[2] == ["Nom", "Début", "2026", "Erreur"]
    assert sheet.rows[3] == [
        "=Du\ufffdpont",
        dt.date(2026, 11, 24),
        "(error in the original workbook)",
        "Début: not a date.",
    ]
    assert sheet.rows[4] == ["Durand", None, None, "No."]


def test_several_values_in_a_cell_are_words() -> None:
    assert cell_of((Gender.FEMALE, "3e")).value == "Femme, 3e"
