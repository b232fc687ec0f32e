"""Workbooks that come in: each with a clear sentence or its right reading."""

import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from mdo.kernel.workbook.reader import REFUSALS, CellFault, Limits, UnreadableWorkbook, read_workbook
from tests.kernel.workbook import naive
from tests.kernel.workbook.hostile import filled, open_document, package, text_cell

FILLED = filled()
ROW = f'<row r="1">{text_cell("A1", "a")}</row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(data, limits)
    return refused.value.message


@pytest.mark.parametrize(
    ("data", "part_of_the_sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "is a picture"),
        (b"<html><table><tr><td>Nom", "neither an Excel workbook"),
        (b"{\\rtf1 Nom;Prenom}", "word processor (Word)"),
        (OLE + "WordDocument".encode("utf-16-le"), "word processor (Word)"),
        (package(ROW, parts={"word/document.xml": b"<a/>"}, without="xl/workbook.xml"), "word processor (Word)"),
        (b'Nom;Ville\nDupont;"Lyon\nRoux;Lyon\n', "quotation mark"),
        (OLE, "old .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 then nothing", "damaged"),
        (package(ROW)[:-40], "damaged"),
        (package(ROW, without="xl/workbook.xml"), "neither an Excel workbook"),
        (package(ROW, parts={"content.xml": b"<a/>"}), "neither an Excel workbook"),
        (package(ROW, without="xl/worksheets/sheet1.xml"), "damaged"),
        (package("<row>"), "damaged"),
        (package(ROW, parts={"../outside.xml": b"x"}), "damaged"),
        (package(ROW, parts={"XL/Workbook.xml": b"x"}), "damaged"),
        (package(ROW, parts={"xl/vbaProject.bin": b"x"}), "macros"),
        (package(ROW, parts={"EncryptedPackage": b"x"}), "password"),
        (package(text_cell("A0", "a")), "damaged"),
        (package(text_cell("$A1", "a")), "damaged"),
        (package(ROW, prologue='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "damaged"),
        (package(ROW, parts={"xl/workbook.bin": b"x"}, without="xl/workbook.xml"), "binary workbook"),
        (open_document(FILLED, manifest="<manifest:encryption-data/>"), "password"),
        (open_document(FILLED, mimetype=b"application/vnd.oasis.opendocument.text"), "neither an Excel workbook"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "word processor (Word)"),
        (open_document("<table:table-row>"), "damaged"),
        (open_document(filled(repeated_columns=0)), "damaged"),
        (package(ROW, after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 2_001 + "</mergeCells>"), "merged"),
    ],
    ids=range(31),
)
def test_what_is_not_a_sound_workbook_is_refused_with_what_to_do(data: bytes, part_of_the_sentence: str) -> None:
    assert part_of_the_sentence in refusal(data)


BOMBS: dict[str, Callable[[], dict[str, bytes]]] = {
    "entries": lambda: {f"xl/media/{number}.xml": b"x" for number in range(2_000)},
    "inflated": lambda: {"xl/media/zeros.bin": bytes(210 * 1024 * 1024)},
    "ratio": lambda: {"xl/media/zeros.bin": bytes(1024 * 1024)},
}
"""Made by the test that needs them, not by each process that reads this file."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_zip_bomb_is_refused_before_it_is_inflated(name: str) -> None:
    data = package(ROW, parts=BOMBS[name]())
    started = time.process_time()
    assert "too heavy" in refusal(data)
    assert time.process_time() - started < 2


def test_the_entries_are_counted_up_to_the_limit() -> None:
    data = package(ROW, parts={f"docProps/{number}.xml": b"<a/>" for number in range(5)})
    assert read_workbook(data, replace(Limits(), entries=10))[0].rows == [["a"]]
    assert "too heavy" in refusal(data, replace(Limits(), entries=9))


@pytest.mark.parametrize(
    "data",
    [
        package(f"{text_cell('A1', 'a')}{text_cell('XFD40000', 'b')}"),
        package('<row r="40000"><c r="XFD40000"><v>1</v></c></row>'),
        package(f'<row r="40000">{text_cell("", "a")}{text_cell("XFC40000", "b")}{text_cell("", "c")}</row>'),
    ],
    ids=["reference", "number", "implied"],
)
def test_a_stray_cell_far_away_is_refused(data: bytes) -> None:
    assert refusal(data) == REFUSALS["cells"]


def test_a_cell_in_the_last_corner_does_not_kill_the_process() -> None:
    assert refusal(package(text_cell("A1", "a") + text_cell("XFD1048576", "b"))) == REFUSALS["rows"]


def test_a_far_cell_that_is_only_formatted_does_not_count() -> None:
    assert read_workbook(package(ROW + '<row r="900000"><c r="XFD900000" s="0"/></row>'))[0].rows == [["a"]]


def test_lines_are_counted_up_to_the_limit() -> None:
    limits = replace(Limits(), rows=3)
    rows = "".join(f'<row r="{number}">{text_cell(f"A{number}", "a")}</row>' for number in (1, 2, 3))
    assert len(read_workbook(package(rows), limits)[0].rows) == 3
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(package(rows + f'<row r="4">{text_cell("A4", "a")}</row>'), limits)
    assert (refused.value.message, refused.value.params) == (REFUSALS["rows"], {"rows": 2})


@pytest.mark.parametrize("dimension", ["A1", "A1:A1", "A1:XFD1048576"])
def test_the_declared_dimension_is_never_believed(dimension: str) -> None:
    rows = "".join(f'<row r="{number}">{text_cell(f"A{number}", "a")}</row>' for number in range(1, 51))
    assert len(read_workbook(package(rows, before=f'<dimension ref="{dimension}"/>'))[0].rows) == 50


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    data = package(ROW)
    path = tmp_path / "members.xlsx"
    path.write_bytes(data)
    assert read_workbook(path, replace(Limits(), size=len(data)))[0].rows == [["a"]]
    with pytest.raises(UnreadableWorkbook):
        read_workbook(path, replace(Limits(), size=len(data) - 1))


def test_a_sheet_that_takes_too_much_memory_ends_its_own_process_alone() -> None:
    text = random.Random(1).randbytes(15_000).hex()
    shared = f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>{text}</t></si></sst>"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    rows = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 40_001))
    data = package(
        rows, parts={"xl/sharedStrings.xml": shared.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    )
    assert "too heavy" in refusal(data)


def test_a_size_that_lies_does_not_pass() -> None:
    data = bytearray(package(ROW, parts={"xl/media/zeros.bin": bytes(1024)}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.testzip() is None
    sizes = [index for index in range(len(data) - 4) if data[index : index + 4] == (1024).to_bytes(4, "little")]
    for index in sizes:
        data[index : index + 4] = (10).to_bytes(4, "little")
    assert read_workbook(bytes(data))[0].rows == [["a"]]


def test_values_are_read_as_what_they_are() -> None:
    book = Workbook()
    book.active["B2"] = "Île-Barbe"
    for column, value in zip(
        "CDEFGH", (1, 2.5, True, dt.date(2026, 11, 24), naive(2026, 11, 24, 9, 5), dt.time(9, 5)), strict=True
    ):
        book.active[f"{column}3"] = value
    stream = io.BytesIO()
    book.save(stream)
    (sheet,) = read_workbook(stream.getvalue())
    assert sheet.name == "Sheet"
    assert sheet.rows == [
        [None] * 8,
        [None, "Île-Barbe", *[None] * 6],
        [None, None, 1.0, 2.5, True, dt.date(2026, 11, 24), naive(2026, 11, 24, 9, 5), dt.time(9, 5)],
    ]


def test_a_cell_that_shows_an_error_or_an_uncomputed_formula_is_not_read_as_blank() -> None:
    data = package(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="D3"><f>A1</f><v></v></c><c r="E3" t="str"><f>A1</f><v></v></c></row>'
    )
    (sheet,) = read_workbook(data)
    assert sheet.rows[0][:3] == [CellFault.ERROR, CellFault.FORMULA, 2.0]
    assert sheet.rows[2][3:] == [CellFault.FORMULA, None]


def test_hidden_sheets_are_left_aside() -> None:
    book = Workbook()
    book.active.title = "Seen"
    book.create_sheet("Hidden").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [sheet.name for sheet in read_workbook(stream.getvalue())] == ["Seen"]
