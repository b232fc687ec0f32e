"""What a cell shows besides its value: colour, strike-through, comment; what is hidden; a filter left on."""

import io
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.filters import FilterColumn, Filters

from mdo.kernel.workbook import marks
from mdo.kernel.workbook.reader import CellMarks, Sheet, read_workbook
from tests.kernel.workbook.hostile import open_document, package

PLAIN = CellMarks()
EXTENSION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill>{fills}</fills>
<cellXfs>{xfs}</cellXfs></styleSheet>"""


def read(book: Workbook) -> Sheet:
    stream = io.BytesIO()
    book.save(stream)
    return read_workbook(stream.getvalue())[0]


def solid(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        (solid("FFFF00"), "FFFF00"),
        (solid(Color(indexed=13)), "FFFF00"),
        (solid(Color(indexed=45)), "FF99CC"),
        (solid(Color(theme=5)), "C0504D"),
        (solid(Color(theme=2)), "EEECE1"),
        (solid(Color(theme=9, tint=0.8)), "FDEADA"),
        (solid(Color(theme=4, tint=-0.25)), "376092"),
        (PatternFill("lightGray", fgColor="FF0000"), "FF0000"),
        (GradientFill(stop=("00FF00", "FF0000")), "00FF00"),
        (solid("FFFFFF"), ""),
        (solid(Color(theme=0)), ""),
        (PatternFill("none"), ""),
    ],
    ids=range(12),
)
def test_a_colour_is_told_as_six_digits_and_white_is_none(fill: Any, expected: str) -> None:
    book = Workbook()
    book.active["B2"] = "Roux"
    book.active["B2"].fill = fill
    assert read(book).marks.get((1, 1), PLAIN) == CellMarks(expected)


def test_a_text_struck_through_whole_or_in_part_is_told() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Nom", "Prénom", "Remarque", "Mandat"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.append(["Roux", "Ana", "plain", None])
    sheet["A2"].font = Font(strike=True)
    sheet["B2"] = CellRichText(TextBlock(InlineFont(strike=True), "Ana"), " Zoé")
    sheet["D2"].font = Font(strike=True)  # blank: nothing of it is struck
    assert dict(read(book).marks) == {
        (1, 0): CellMarks(is_struck=True),
        (1, 1): CellMarks(is_partly_struck=True),
    }


def test_a_shared_text_with_a_part_struck_through_is_found_among_those_that_are_not_looked_at() -> None:
    text = "<si><t>Zoé</t></si><si><r><rPr><strike/></rPr><t>Ana</t></r><r><t>-Zoé</t></r></si>"
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    relations = (
        f'<Relationships {names}><Relationship Id="rId1" Type="{EXTENSION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{EXTENSION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    cells = "".join(
        f'<c r="{letter}1" t="s"><v>{number}</v></c>' for letter, number in zip("ABCD", "0100", strict=True)
    )
    parts = {"xl/sharedStrings.xml": shared.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    (sheet,) = read_workbook(package(f'<row r="1">{cells}</row>', parts=parts))
    assert sheet.rows == [["Zoé", "Ana-Zoé", "Zoé", "Zoé"]]
    assert dict(sheet.marks) == {(0, 1): CellMarks(is_partly_struck=True)}


def test_a_comment_is_told_beside_a_cell_even_blank_and_not_outside_of_the_table() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Nom", "Prénom", "Rue"])
    sheet.append(["Roux", None, "x"])
    sheet["A2"].comment = Comment("à rappeler\nmardi", "Mairie")
    sheet["B2"].comment = Comment("prénom ?", "Mairie")
    sheet["F9"].comment = Comment("loin", "Mairie")
    sheet["A2"].fill = solid("FFFF00")
    assert dict(read(book).marks) == {
        (1, 0): CellMarks("FFFF00", comment="à rappeler\nmardi"),
        (1, 1): CellMarks(comment="prénom ?"),
    }


def test_hidden_lines_and_columns_are_those_that_hold_something() -> None:
    book = Workbook()
    sheet = book.active
    for number in range(1, 7):
        sheet.append([f"{letter}{number}" for letter in "ABCDE"] if number != 4 else [])
    for number in (2, 4, 5):
        sheet.row_dimensions[number].hidden = True
    for letter in "BCZ":
        sheet.column_dimensions[letter].hidden = True
    found = read(book)
    assert (found.hidden_rows, found.hidden_columns) == ({1, 4}, {1, 2})
    assert not found.is_filtered


def test_a_line_without_height_and_a_column_without_width_are_hidden() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0" customHeight="1"><c r="A2"><v>2</v></c></row>'
    (sheet,) = read_workbook(package(rows, before='<cols><col min="1" max="16384" width="0" customWidth="1"/></cols>'))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {0})


def test_a_filter_left_on_is_told_and_one_that_chooses_nothing_is_not() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Nom"], ["Roux"], ["Alves"]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:A3"
    assert not read(book).is_filtered
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=0, filters=Filters(filter=["Roux"])))
    sheet.row_dimensions[3].hidden = True
    found = read(book)
    assert (found.is_filtered, found.hidden_rows) == (True, {2})


def styled(count: int, rows: int) -> bytes:
    """Sheets of rows of ten cells each of one of so many coloured styles, of which the last cell of each row is not."""
    fills = '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill>'
    xfs = '<xf fillId="0"/>' + '<xf fillId="1"/>' * count
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    relations = (
        f'<Relationships {names}><Relationship Id="rId1" Type="{EXTENSION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{EXTENSION}/styles" Target="styles.xml"/></Relationships>'
    )
    data = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{letter}{row}" s="{row % count + 1}"><v>1</v></c>' for letter in "ABCDEFGHIJ")
        + f'<c r="K{row}"><v>1</v></c></row>'
        for row in range(1, rows + 1)
    )
    parts = {
        "xl/styles.xml": STYLES.format(fills=fills, xfs=xfs).encode(),
        "xl/_rels/workbook.xml.rels": relations.encode(),
    }
    return package(data, parts=parts)


@pytest.mark.parametrize(("count", "rows", "marked"), [(1, 30, 300), (7, 30, 300), (4_000, 30, 300)])
def test_each_coloured_cell_is_told_whatever_the_number_of_styles(count: int, rows: int, marked: int) -> None:
    (sheet,) = read_workbook(styled(count, rows))
    assert (len(sheet.marks), set(sheet.marks.values())) == (marked, {CellMarks("FFFF00")})


def test_a_colour_behind_a_whole_large_sheet_is_decoration() -> None:
    rows = marks.MAX_OF_A_STYLE // 10
    assert len(read_workbook(styled(1, rows))[0].marks) == 10 * rows
    assert not read_workbook(styled(1, rows + 1))[0].marks


OPEN_STYLES = (
    '<style:style style:name="base" style:family="table-cell"><style:table-cell-properties '
    'fo:background-color="#ffff00"/></style:style>'
    '<style:style style:name="gone" style:family="table-cell" style:parent-style-name="base"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="back" style:family="table-cell" style:parent-style-name="base">'
    '<style:table-cell-properties fo:background-color="transparent"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
)


def test_an_open_document_tells_the_same() -> None:
    def cell(text: str, attributes: str = "", before: str = "") -> str:
        said = f"<text:p>{text}</text:p>"
        return f'<table:table-cell office:value-type="string" {attributes}>{before}{said}</table:table-cell>'

    note = "<office:annotation><text:p>à rappeler</text:p><text:p>mardi</text:p></office:annotation>"
    first = cell("a") + cell("b", 'table:style-name="gone"') + cell("c", before=note)
    second = cell("d", 'table:style-name="back"') + cell('<text:span text:style-name="T1">e</text:span> f')
    rows = (
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="base"/>'
        f'<table:table-column table:visibility="collapse"/><table:table-row>{first}</table:table-row>'
        f'<table:table-row table:visibility="filter" table:number-rows-repeated="2">{second}</table:table-row>'
        f"<table:table-row><table:table-cell>{note}</table:table-cell></table:table-row>"
    )
    (sheet,) = read_workbook(open_document(rows, styles=OPEN_STYLES))
    assert sheet.rows == [["a", "b", "c"], ["d", "e f", None], ["d", "e f", None]]
    assert dict(sheet.marks) == {
        (0, 0): CellMarks("FFFF00"),
        (0, 1): CellMarks("FFFF00", is_struck=True),
        (0, 2): CellMarks(comment="à rappeler\nmardi"),
        (1, 1): CellMarks("FFFF00", is_partly_struck=True),
        (2, 1): CellMarks("FFFF00", is_partly_struck=True),
    }
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.is_filtered) == ({1, 2}, {2}, True)
