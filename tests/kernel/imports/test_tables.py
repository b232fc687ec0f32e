"""Headers, sheets and the workbook that hands the errors back."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.tables import header_key, read_tables
from mdo.kernel.imports.rejected import error_workbook
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.workbook.reader import Sheet
from models.people import Person
from tests.kernel.imports.sheets import places, states, workbook
from tests.kernel.workbook.hostile import package, text_cell
from tests.support import TODAY


def found(*rows: list[Any], kind: str = "people") -> Any:
    return read_tables([Sheet("Feuil1", list(rows))], KINDS[kind].fields, KINDS[kind].required)


@pytest.mark.parametrize("header", ["Prénom", "PRENOM", " prénom ", "Prénom\u00a0", "pré\u200bnom", "First name"])
def test_a_column_is_known_whatever_its_case_accents_and_spaces(header: str) -> None:
    _, (line,), errors, _ = found([header, "Nom"], ["Zoé", "Dupont"])
    assert errors == []
    assert line.cells == {"first_name": "Zoé", "last_name": "Dupont"}


def test_the_headers_may_stand_under_a_title_and_lines_keep_their_number() -> None:
    tables, lines, errors, _ = found(
        ["Annuaire"], [], ["Nom", None, "Prénom"], ["Dupont"], [None], ["Roux", 1, "Ana"], [None, "", "Léa"]
    )
    assert errors == []
    assert [line.number for line in lines if line.left] == [1]
    assert [(line.number, line.cells) for line in lines if not line.left] == [
        (4, {"last_name": "Dupont"}),
        (6, {"last_name": "Roux", "first_name": "Ana"}),
        (7, {"first_name": "Léa"}),
    ]
    assert tables[0].above == [["Annuaire"], []]


def test_columns_that_nobody_knows_are_named_and_ours_passed_over() -> None:
    (table,), *_ = found(["Nom", "Pointure", "Statut", "Erreur", "Tranche d'âge"], ["Dupont"])
    assert table.unknown_columns == ("Pointure",)


def test_a_missing_required_column_is_one_clear_error() -> None:
    _, lines, errors, _ = found(["Prénom", "Courriel"], ["Zoé", "z@example.org"], ["Ana", None])
    assert lines == []
    assert [(error.line, error.column) for error in errors] == [(1, "Nom")]


def test_two_columns_for_one_thing_are_refused() -> None:
    _, lines, errors, _ = found(["Nom", "Téléphone", "Portable"], ["Dupont", "0", "1"])
    assert lines == []
    assert [(error.column, error.params["first"]) for error in errors] == [("Portable", "Téléphone")]


def test_a_workbook_without_a_table_says_which_columns_are_expected() -> None:
    _, _, (error,), ignored = found(["Budget", "Montant"], ["Fête", 12.0])
    assert "Nom" in error.params["columns"]
    assert ignored == ["Feuil1"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_header_names_two_columns(kind: str) -> None:
    owners: dict[str, ImportField] = {}
    for field in KINDS[kind].fields:
        for header in field.synonyms:
            assert owners.setdefault(header_key(header), field) is field, header


def test_every_sheet_with_a_table_is_read(session: Session) -> None:
    data = workbook(("Nom",), ("Dupont",), name="5e", **{"6e": [("Nom",), ("Roux",)], "Notes": [("à faire",)]})
    made = plan(session, "people", data, today=TODAY)
    assert [(line.sheet, line.number) for line in made.lines] == [("5e", 2), ("6e", 2)]
    assert made.ignored_sheets == ("Notes",)


def test_a_file_error_stops_the_whole_import(session: Session) -> None:
    data = workbook(("Nom",), ("Dupont",), name="5e", **{"6e": [("Prénom", "Courriel"), ("Ana", None)]})
    made = plan(session, "people", data, today=TODAY)
    for only_valid in (False, True):
        with pytest.raises(RuleViolation):
            apply(session, made, only_valid=only_valid)
    assert session.scalar(select(func.count(Person.id))) == 0


def test_nothing_is_written_unless_all_lines_pass(session: Session) -> None:
    made = plan(session, "people", workbook(("Nom", "Courriel"), ("Dupont", None), ("Roux", "ana@")), today=TODAY)
    with pytest.raises(RuleViolation):
        apply(session, made)
    assert session.scalar(select(func.count(Person.id))) == 0
    apply(session, made, only_valid=True)
    assert session.scalars(select(Person.last_name)).all() == ["Dupont"]


def test_rejected_lines_come_back_as_they_were_corrected_they_go_in(session: Session) -> None:
    rows = [("Annuaire",), (), ("Nom", "Pointure", "Courriel"), ("Dupont", 38, None), ("=Roux", 39, "ana@")]
    made = plan(session, "people", workbook(*rows, name="Membres"), today=TODAY)
    apply(session, made, only_valid=True)
    stream = io.BytesIO()
    assert error_workbook(stream, made, str) == 1
    book = load_workbook(io.BytesIO(stream.getvalue()))
    sheet = book["Membres"]
    assert [cell.value for cell in sheet[3]] == ["Nom", "Pointure", "Courriel", "Error"]
    assert [cell.value for cell in sheet[4]][:3] == ["=Roux", 39, "ana@"]
    assert "is not an e-mail address" in sheet["D4"].value
    again = io.BytesIO()
    assert error_workbook(again, plan(session, "people", stream.getvalue(), today=TODAY), str) == 1
    assert load_workbook(again)["Membres"].max_column == 4
    sheet["C4"] = "ana@example.org"
    corrected = io.BytesIO()
    book.save(corrected)
    assert states(plan(session, "people", corrected.getvalue(), today=TODAY)) == ["left", "created"]


def test_an_excel_error_in_a_cell_is_told(session: Session) -> None:
    data = package(
        f'<row r="1">{text_cell("A1", "Nom")}{text_cell("B1", "Courriel")}</row>'
        f'<row r="2">{text_cell("A2", "Dupont")}<c r="B2"><f>1+1</f><v></v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#N/A</v></c></row>'
    )
    made = plan(session, "people", data, today=TODAY)
    assert (states(made), places(made)) == (["asked", "error"], {(2, "Courriel"), (3, "Nom")})
    going_on = plan(session, "people", data, today=TODAY, answers={"formulas:Feuil1:Courriel": "!blank"})
    assert states(going_on) == ["created", "error"]


def test_what_comes_back_bears_its_own_headers_and_the_lines_that_it_has(session: Session) -> None:
    """A header that is also a message of the product stays as it was sent; lines that say the same are named anew."""
    told = {"Newsletter": "Lettre d’information"}
    rows = [("Annuaire",), ("Nom", "Newsletter"), ("Dupont", "oui"), ("Roux", "peut-être"), ("Alves", "oui")]
    made = plan(session, "people", workbook(*rows, ("Alves", "oui"), name="Membres"), today=TODAY)
    stream = io.BytesIO()
    assert error_workbook(stream, made, lambda text: told.get(text, text)) == 3
    sheet = load_workbook(io.BytesIO(stream.getvalue()))["Membres"]
    assert [cell.value for cell in sheet[2]] == ["Nom", "Newsletter", "Error"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["Roux", "Alves", "Alves"]
    assert "Lines 4, 5 say the same thing" in sheet["C4"].value
    assert sheet["C4"].value == sheet["C5"].value
