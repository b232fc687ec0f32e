"""Excel opens every workbook of ours without a word of repair: none breaks a rule of its format (`strict`)."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.workbook.writer import write_table
from tests.kernel.workbook.kinds import WORKBOOKS
from tests.kernel.workbook.strict import faults
from tests.support import TODAY

BOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
STYLES, RELATIONS = "xl/styles.xml", "xl/worksheets/_rels/sheet1.xml.rels"
TYPES, CHART = "[Content_Types].xml", "xl/charts/chart1.xml"


@cache
def made(kind: str) -> bytes:
    """A workbook of a kind."""
    return WORKBOOKS[kind]()


def spoilt(data: bytes, part: str, before: str, after: str) -> bytes:
    """A workbook in a part of which the first of some words stand otherwise."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode(), 1)
            target.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_no_kind_of_workbook_has_a_fault(kind: str) -> None:
    assert faults(made(kind)) == []


def always(said: str) -> Callable[..., str]:
    """The value of a column that is the same in each row."""
    return lambda row, today: said


def test_no_name_of_the_register_spoils_a_sheet_a_table_or_a_column() -> None:
    names = ["A1", "R1C1", "=1+1", "_x0041_", "'", "History", "été\u00a0: l’an", "x" * 300, "a\nb", "A1", "🗳" * 200]
    for name in names:
        shown = [Column(f"c{at}", label, always(name), Kind.TEXT) for at, label in enumerate(names)]
        stream = io.BytesIO()
        write_table(stream, title=name, columns=shown, rows=[()], today=TODAY, translate=str)
        assert faults(stream.getvalue()) == []


@pytest.mark.parametrize(
    ("kind", "part", "before", "after", "fault"),
    [
        ("list", TYPES, f'PartName="/{TABLE}"', 'PartName="/xl/tables/other.xml"', "has a type and is not there"),
        ("list", RELATIONS, f"/{TABLE}", "/xl/tables/table9.xml", "which is not there"),
        ("list", SHEET, "<pageMargins", "<pageSetup/><pageMargins", "stands too late"),
        ("list", SHEET, "<sheetData>", "<sheetDate/><sheetData>", "holds no <sheetDate>"),
        ("list", SHEET, '<tableParts count="1"', '<tableParts count="2"', "says 2 and holds 1"),
        ("list", SHEET, '<row r="2">', '<row r="9">', "comes after the row 9"),
        ("list", SHEET, 'r="B1"', 'r="A1"', "is not in its place"),
        ("list", SHEET, 's="23"', 's="99"', "has no style 99"),
        ("list", SHEET, "<v>12</v>", "<v>INF</v>", "is no number: INF"),
        ("list", SHEET, "<t>Nom</t>", "<t>Noms</t>", "says « Noms »"),
        ("list", SHEET, ' t="inlineStr"><is><t>Nom</t></is>', "><v>1</v>", "is no text"),
        ("list", SHEET, "<t>Nom</t>", f"<t>{'x' * 32_768}</t>", "is too long"),
        ("list", SHEET, 'max="1"', 'max="2"', "overlap"),
        ("list", SHEET, 'topLeftCell="B2"', 'topLeftCell="B1"', "which is frozen"),
        ("list", SHEET, "<sheetData>", '<sheetData><row r="0"/>', "the row 0 comes after the row 0"),
        ("list", SHEET, "SUBTOTAL(109,", "SUBTOTAL(9,", "is a formula: SUBTOTAL(9,"),
        ("list", SHEET, "[Nombre]", "[Autre]", "sums no column of it: Autre"),
        ("list", SHEET, "<f>SUBTOTAL(109,T_personnes[Nombre])</f><v>12</v>", "<f>1+1</f>", "is a formula: 1+1"),
        ("list", TABLE, 'ref="A1:J4"', 'ref="A1:J5"', "touches its lines"),
        ("list", TABLE, 'id="2"', 'id="1"', "two columns have the number 1"),
        ("list", TABLE, 'name="Genre"', 'name="NOM"', "two columns are called nom"),
        ("list", TABLE, '<autoFilter ref="A1:J4"/>', '<autoFilter ref="A1:B4"/>', "its filter is not on its cells"),
        ("list", TABLE, "T_personnes", "AB12", "no table may be called so"),
        ("list", TABLE, 'count="10"', 'count="9"', "says 9 and holds 10"),
        ("list", BOOK, 'name="Personnes"', 'name="Per/sonnes"', "no sheet may be called « Per/sonnes »"),
        ("list", BOOK, 'name="About"', 'name="PERSONNES"', "two sheets are called personnes"),
        ("list", BOOK, "$1:$1", "$1:$1x", "no cells are $1:$1x"),
        ("list", BOOK, "'Personnes'!$1:$1", "'Autre'!$1:$1", "is on no sheet"),
        ("list", BOOK, 'localSheetId="0"', 'localSheetId="7"', "belongs to no sheet"),
        ("list", BOOK, 'state="visible"', 'state="hidden"', "opens on a sheet that one cannot see"),
        ("list", STYLES, '<fonts count="4">', '<fonts count="5">', "says 5 and holds 4"),
        ("list", STYLES, 'numFmtId="164" fontId', 'numFmtId="999" fontId', "has no format 999"),
        ("list", STYLES, 'fontId="3"', 'fontId="4"', "has no fontId 4"),
        ("to_fill_in", SHEET, 'prompt="', f'prompt="{"x" * 256}', "is longer than 255 characters"),
        ("to_fill_in", SHEET, "<formula1>'Lists'", "<formula1>'Autre'", "is on no sheet"),
        ("to_fill_in", SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A4:A5"/></mergeCells>', "late"),
        ("report", CHART, "<delete", "<crossAx/><delete", "stands too late"),
        ("report", "xl/tables/table2.xml", 'id="2"', 'id="1"', "two tables have the number 1"),
    ],
)
def test_a_fault_is_found(kind: str, part: str, before: str, after: str, fault: str) -> None:
    found = faults(spoilt(made(kind), part, before, after))
    assert [each for each in found if fault in each], found
