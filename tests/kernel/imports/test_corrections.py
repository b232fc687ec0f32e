"""Cells corrected on the spot: the file is then as if it had come so, and nothing else of it moves."""

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.keeping.corrections import (
    LONGEST_TEXT,
    MOST_CELLS,
    CellPlace,
    Correction,
    as_typed,
    corrected,
    corrections_of,
    judged,
)
from mdo.kernel.imports.keeping.taking_back import write_corrected
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.workbook.reader import Cell, CellFault, MergedCell, ReadFile, Sheet, read_file
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY

DAY = dt.datetime(2026, 11, 24)
CELLS: list[list[Cell]] = [
    ["Nom", "Prénom", "Entrée"],
    ["DUPONT", "Zoé", DAY],
    ["ROUX", None, CellFault.ERROR],
    ["PETIT", MergedCell("Léa"), 12.5, True],
    [],
]
FILE = ReadFile("xlsx", [Sheet("Feuil1", CELLS), Sheet("Feuil2", [["Nom"], ["ROUX"]])])
TEXTS = st.text(max_size=12) | st.sampled_from(["", "  ", "=1+1", "24/11/2026", "Zoé", "a\nb", "#N/A"])
PLACES = st.builds(CellPlace, st.sampled_from(["Feuil1", "Feuil2"]), st.integers(1, 2), st.integers(0, 6))


def at(line: int, column: int, sheet: str = "Feuil1") -> CellPlace:
    return CellPlace(sheet, line, column)


def typed(cells: dict[CellPlace, str], before: dict[CellPlace, Correction] | None = None) -> dict[CellPlace, str]:
    return {place: one.text for place, one in corrections_of(FILE, before or {}, cells, {}).items()}


def test_each_cell_sent_back_as_it_is_shown_corrects_nothing() -> None:
    everything = {
        at(line, column): as_typed(cell)
        for line, row in enumerate(CELLS, start=1)
        for column, cell in enumerate([*row, None])
    }
    assert corrections_of(FILE, {}, everything, {}) == {}
    assert corrected(FILE, {}) is FILE


@pytest.mark.parametrize(
    ("line", "column", "text", "kept"),
    [
        (2, 0, "DURAND", "DURAND"),
        (2, 0, " DUPONT ", None),
        (2, 0, "", ""),
        (2, 2, "24/11/2026", None),
        (2, 2, "25/11/2026", "25/11/2026"),
        (3, 1, "Ana", "Ana"),
        (3, 1, "  ", None),
        (3, 2, "#ERREUR", None),
        (3, 2, "", ""),
        (4, 1, "", None),
        (4, 1, "Léa", "Léa"),
        (4, 2, "12.5", None),
        (5, 4, "au bout", "au bout"),
        (2, 1, "=1+1", "=1+1"),
        (2, 1, "une\r\ndeux", "une\ndeux"),
    ],
)
def test_what_is_typed_corrects_a_cell_that_says_something_else(
    line: int, column: int, text: str, kept: str | None
) -> None:
    assert typed({at(line, column): text}) == ({} if kept is None or column > 3 else {at(line, column): kept})


@pytest.mark.parametrize("place", [at(0, 0), at(6, 0), at(1, -1), at(1, 1_000), at(1, 0, "Feuil3")])
def test_a_cell_of_no_line_is_left_aside(place: CellPlace) -> None:
    assert typed({place: "x"}) == {}


def test_a_cell_typed_as_it_came_is_taken_back_but_by_an_old_page() -> None:
    before = {at(2, 0): Correction("DURAND", "DUPONT")}
    shown_as = {at(2, 0): "DURAND"}
    assert corrections_of(FILE, before, {at(2, 0): "DUPONT"}, shown_as) == {}
    assert corrections_of(FILE, before, {at(2, 0): "DUPONT"}, None) == before


def test_a_merged_cell_is_filled_or_emptied_as_its_field_showed_it() -> None:
    """Where it is merged with those above it, its field holds what it shows; else nothing."""
    place = at(4, 1)
    assert typed({place: "Léa"}) == {place: "Léa"}
    for text, kept in (("Léa", {}), ("", {place: ""}), ("Ana", {place: "Ana"})):
        found = corrections_of(FILE, {}, {place: text}, {place: "Léa"})
        assert {at: one.text for at, one in found.items()} == kept
        assert (place in corrections_of(FILE, {}, {place: text}, None)) is (text == "Ana")


def test_a_column_that_was_added_goes_with_its_last_cell() -> None:
    both = {at(1, 4): "Ville", at(2, 4): "Lyon"}
    assert typed(both) == both
    before = corrections_of(FILE, {}, both, {})
    assert corrections_of(FILE, before, {at(2, 4): ""}, {at(2, 4): "Lyon"}) == {}


def test_what_is_too_long_or_too_much_is_refused() -> None:
    with pytest.raises(RuleViolation):
        typed({at(2, 0): "x" * (LONGEST_TEXT + 1)})
    many = ReadFile("csv", [Sheet("CSV", [["a"]] * (MOST_CELLS + 1))])
    with pytest.raises(RuleViolation):
        corrections_of(many, {}, {CellPlace("CSV", line, 0): "b" for line in range(1, MOST_CELLS + 2)}, {})


@given(st.dictionaries(PLACES, TEXTS, max_size=6))
def test_the_corrected_file_is_the_file_with_these_cells(cells: dict[CellPlace, str]) -> None:
    before = [[list(row) for row in sheet.rows] for sheet in FILE.sheets]
    kept = corrections_of(FILE, {}, cells, {})
    result = corrected(FILE, kept)
    assert [sheet.rows for sheet in FILE.sheets] == before
    for sheet, was in zip(result.sheets, before, strict=True):
        for line, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                place = CellPlace(sheet.name, line, column)
                came = was[line - 1][column] if column < len(was[line - 1]) else None
                assert cell == ((kept[place].text or None) if place in kept else came)
    # Sent again as it is shown, it changes no more.
    again = {place: as_typed(cell_of(result, place)) for place in kept}
    assert corrections_of(FILE, kept, again, again) == kept


def cell_of(file: ReadFile, place: CellPlace) -> Cell:
    sheet = next(sheet for sheet in file.sheets if sheet.name == place.sheet)
    return sheet.rows[place.line - 1][place.column]


@settings(max_examples=10)
@given(text=TEXTS.filter(lambda text: clean_lines(text) == text and not text.startswith("#")))
def test_a_cell_corrected_to_a_text_is_that_of_a_workbook_sent_with_it(text: str) -> None:
    rows: list[list[Any]] = [["Nom", "Prénom"], ["DUPONT", "Zoé"], ["ROUX", "Ana"]]
    came = read_file(workbook(*rows))
    kept = corrections_of(came, {}, {at(3, 1): text}, {})
    rows[2][1] = text or None
    assert corrected(came, kept).sheets == read_file(workbook(*rows)).sheets


@pytest.mark.parametrize(
    ("kind", "column", "text", "value"),
    [
        ("people", "instance", "Gerlan", "Gerlan"),
        ("people", "email", "Zoe@Example.org", "zoe@example.org"),
        ("contracts", "notified_on", "1er septembre 2024", dt.date(2024, 9, 1)),
        ("people", "city", " ", None),
    ],
)
def test_a_cell_is_judged_by_what_reads_its_column(kind: str, column: str, text: str, value: Any) -> None:
    assert judged(field_of(kind, column), text, TODAY) == value


def field_of(kind: str, name: str) -> ImportField:
    return next(field for field in KINDS[kind].fields if field.name == name)


@pytest.mark.parametrize(
    ("kind", "column", "text"),
    [
        ("people", "email", "lea@"),
        ("contracts", "notified_on", "24-11-26"),
        ("people", "city", "x" * (LONGEST_TEXT + 1)),
        ("suppliers", "name", ""),
    ],
)
def test_a_cell_that_cannot_be_read_or_must_be_filled_says_why(kind: str, column: str, text: str) -> None:
    with pytest.raises(RuleViolation):
        judged(field_of(kind, column), text, TODAY)


def test_the_corrected_workbook_has_every_line_at_its_number_and_its_corrections_in_colour() -> None:
    rows = (["Annuaire"], [], ["Nom", "Nom", None, "Entrée"], ["DUPONT", "=x", 3, DAY], [], ["ROUX", None, 4, None])
    came = read_file(workbook(*rows, Notes=[["à part"], ["reste"]]))
    kept = corrections_of(came, {}, {at(6, 1): "=1+1", at(4, 0): "", at(6, 3): "25/11/2026"}, {})
    stream = io.BytesIO()
    write_corrected(stream, came, kept, {"Feuil1": 2}, str)
    book = load_workbook(io.BytesIO(stream.getvalue()))
    assert book.sheetnames == ["Feuil1", "Notes"]
    sheet = book["Feuil1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=4)] == [
        ["Annuaire", None, None, None],
        [None] * 4,
        ["Nom", "Nom", None, "Entrée"],
        [None, "=x", 3, DAY],
        [None] * 4,
        ["ROUX", "=1+1", 4, "25/11/2026"],
    ]
    assert {cell.data_type for cell in sheet["B"]} <= {"s", "n"}
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fill_type and not cell.font.bold]
    coloured = {cell.coordinate for cell in cells}
    assert coloured == {"A4", "B6", "D6"}
    assert corrected(came, kept).sheets[0].rows[5] == read_file(stream.getvalue()).sheets[0].rows[5]
    assert [[cell.value for cell in row] for row in book["Notes"].iter_rows()] == [["à part"], ["reste"]]
