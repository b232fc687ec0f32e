"""What a letter says reads as French: one full stop, points once; marks are no euros, a grouping is named."""

import io
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from mdo.tenders.letters import letters_of, make_letters, make_mailing
from mdo.tenders.report import make_report
from models.contracts import GroupKind
from models.procurement import ProcedureCode
from tests.support import procurement as buy
from tests.tenders.test_letters import FRENCH, contract_of, tenders_of

pytestmark = pytest.mark.db


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(row.text for row in document.paragraphs), *cells])


@pytest.mark.parametrize("typed", ["Prix trop élevé.", "Prix trop élevé", " Prix trop élevé. "])
def test_reasons_have_one_full_stop_and_points_are_told_once(session, typed) -> None:
    contract = contract_of(is_electronic=True)
    for row in tenders_of(session, contract):
        row.rejection_reason = typed
    session.flush()
    words = words_of(make_letters(session, contract, FRENCH).content)
    assert "Motifs : Prix trop élevé.\n" in words.replace("\u00a0", " ")
    assert ".." not in words
    assert "Points comparés" not in words, "they are in the table"
    told = letters_of(session, contract, FRENCH)[0].reasons.replace("\u00a0", " ").replace("\u202f", " ")
    points = "Points comparés à ceux de l’offre retenue – Prix : 80,00 contre 100,00 (rang 2 contre 1)."
    assert told == f"Prix trop élevé. {points}"


def test_marks_of_the_mailing_are_numbers_and_amounts_are_euros(session) -> None:
    contract = contract_of()
    sheet = load_workbook(io.BytesIO(make_mailing(session, contract, FRENCH).content)).worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == "B")
    heads = {cell.value: cell.column for cell in sheet[row - 1]}
    formats = {
        name: sheet.cell(row, column).number_format
        for name, column in heads.items()
        if "sur 100" in str(name) or "€" in str(name)
    }
    assert len(formats) == 3
    for name, shape in formats.items():
        assert ("€" in shape) is ("€" in name), name


def test_the_report_names_a_grouping(session) -> None:
    contract = contract_of(ProcedureCode.ADAPTED)
    tender = tenders_of(session, contract)[0]
    tender.group_kind, tender.members = GroupKind.JOINT, [buy.SupplierFactory(name="Cotraitante")]
    tender.amount_excl_tax = Decimal(40_000)
    session.flush()
    words = words_of(make_report(session, contract, FRENCH).content)
    assert words.count("A, mandataire du groupement formé avec Cotraitante") == 2, (
        "among the tenders, and as the proposal"
    )
