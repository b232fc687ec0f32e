"""Files of other formats and odd workbooks: each with its right reading."""

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mdo.kernel.workbook.reader import REFUSALS, CellFault, MergedCell, UnreadableWorkbook, read_file, read_workbook
from tests.kernel.workbook import naive
from tests.kernel.workbook.hostile import filled, open_document, package, text_cell

TABLE = [["Nom", "Ville"], ["Élodie", "Lyon"], ["Zoé", None]]


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_list_is_read_whatever_its_separator_its_encoding_and_its_ends_of_line(
    separator: str, encoding: str, ends: str
) -> None:
    text = ends.join(separator.join(value or "" for value in row) for row in TABLE) + ends
    file = read_file(text.encode(encoding))
    assert (file.format, [sheet.rows for sheet in file.sheets]) == ("csv", [TABLE])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Nom\nDupont\nRoux", [["Nom"], ["Dupont"], ["Roux"]]),
        ("sep=|\nNom|Âge\na;b|1", [["Nom", "Âge"], ["a;b", "1"]]),
        (
            'Nom;Adresse\nDupont;"1, rue A; bât. ""B""\nLyon"',
            [["Nom", "Adresse"], ["Dupont", '1, rue A; bât. "B"\nLyon']],
        ),
        ("Nom;Prix\nA;1,5\nB;2,5\nC;1,25", [["Nom", "Prix"], ["A", "1,5"], ["B", "2,5"], ["C", "1,25"]]),
        ("Nom,Note\nA,x;y", [["Nom", "Note"], ["A", "x;y"]]),
        ("Nom;Tél\nA;'+33 6\nL'Île;'5e", [["Nom", "Tél"], ["A", "+33 6"], ["L'Île", "'5e"]]),
        ('Nom;Taille\nA;12" d', [["Nom", "Taille"], ["A", '12" d']]),
        ("Nom;Date\n\nA;24/11/2026", [["Nom", "Date"], [], ["A", "24/11/2026"]]),
        ("Nom;CP\nA;01000", [["Nom", "CP"], ["A", "01000"]]),
        ("Nom;Note\nA;#N/D\nB;#REF! ", [["Nom", "Note"], ["A", CellFault.ERROR], ["B", CellFault.ERROR]]),
    ],
)
def test_a_list_is_read_as_a_spreadsheet_wrote_it(text: str, rows: list[Any]) -> None:
    (sheet,) = read_workbook(text.encode())
    assert (sheet.name, sheet.rows) == ("CSV", rows)


def test_the_line_of_an_open_quotation_mark_is_told() -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(b'Nom;Ville\nA;B\nDupont;"Lyon\nRoux;Lyon\n')
    assert (refused.value.message, refused.value.params) == (REFUSALS["quotes"], {"line": 3})


def test_a_libreoffice_workbook_is_read_with_its_types() -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="2.5"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-11-24"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="float" office:value="3" table:formula="of:=1+2"/>'
        '<table:table-cell table:formula="of:=1+2"/>'
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/D</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>un</text:p><text:p>deux</text:p></table:table-cell>'
    )
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    file = read_file(open_document(f"<table:table-row>{cells}</table:table-row>{filled('b', repeated_rows=2)}{blank}"))
    assert file.format == "ods"
    assert file.sheets[0].rows == [
        [2.5, dt.date(2026, 11, 24), True, 3.0, CellFault.FORMULA, CellFault.ERROR, "un\ndeux"],
        ["b", *[None] * 6],
        ["b", *[None] * 6],
    ]


def test_hidden_sheets_are_named_and_left_aside() -> None:
    book = Workbook()
    book.active.title = "Seen"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.create_sheet("Deep").sheet_state = "veryHidden"
    file = read_file(saved(book))
    assert ([sheet.name for sheet in file.sheets], file.hidden_sheets) == (["Seen"], ("Hidden", "Deep"))


def test_dates_counted_from_1904_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([dt.date(2026, 11, 24), naive(2026, 11, 24, 9)])
    assert read_workbook(saved(book))[0].rows == [[dt.date(2026, 11, 24), naive(2026, 11, 24, 9)]]


def test_a_formula_is_read_as_the_value_that_it_showed() -> None:
    data = package('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>T("a")</f><v>a</v></c></row>')
    assert read_workbook(data)[0].rows == [[2.0, "a"]]


def test_merged_cells_tell_what_the_first_of_them_holds() -> None:
    book = Workbook()
    for row in (("Nom", "Instance", None), ("Dupont", "Montchat", "x"), ("Roux", None, "y"), ("Petit", None, "z")):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("E6:F9")
    assert read_workbook(saved(book))[0].rows == [
        ["Nom", "Instance", MergedCell("Instance")],
        ["Dupont", "Montchat", "x"],
        ["Roux", MergedCell("Montchat"), "y"],
        ["Petit", MergedCell("Montchat"), "z"],
    ]


def test_merged_cells_of_a_libreoffice_workbook_too() -> None:
    first = (
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>M</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    second = (
        '<table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>y</text:p></table:table-cell>'
    )
    data = open_document(f"<table:table-row>{first}</table:table-row><table:table-row>{second}</table:table-row>")
    assert read_workbook(data)[0].rows == [["M", "x"], [MergedCell("M"), "y"]]


def test_numbers_kept_as_text_and_text_that_looks_like_a_formula_stay_text() -> None:
    data = package(f'<row r="1">{text_cell("A1", "69003")}{text_cell("B1", "=1+1")}{text_cell("C1", "+33 6")}</row>')
    assert read_workbook(data)[0].rows == [["69003", "=1+1", "+33 6"]]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x005F_x005F_x0041_", "_x005F_x0041_"),
        ("a_b_x005F_x00e9_c", "a_b_x00e9_c"),
        ("a_b", "a_b"),
    ],
)
def test_an_escape_is_read_as_what_it_stands_for(written: str, read: str) -> None:
    assert read_workbook(package(f'<row r="1">{text_cell("A1", written)}</row>'))[0].rows == [[read]]


def test_a_sheet_protected_against_changes_is_read() -> None:
    book = Workbook()
    book.active.append(["Nom"])
    book.active.protection.set_password("x")
    assert read_workbook(saved(book))[0].rows == [["Nom"]]


def test_the_name_of_a_file_says_nothing_of_what_it_holds(tmp_path: Any) -> None:
    for name, data in (("a.txt", package(f'<row r="1">{text_cell("A1", "a")}</row>')), ("b.xlsx", b"a;b\nc;d")):
        (tmp_path / name).write_bytes(data)
    assert [read_file(tmp_path / name).format for name in ("a.txt", "b.xlsx")] == ["xlsx", "csv"]
