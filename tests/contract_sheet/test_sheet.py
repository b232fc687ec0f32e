"""The contract sheet: two pages whose figures are those of the page of the contract; empty parts say so."""

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from docx import Document

from mdo.contract_sheet.rows import MOST
from mdo.contract_sheet.sheet import make_sheet, sheet_values
from mdo.contracts.documents import CONTRACT_FILES
from mdo.documents.document_format import Wording
from mdo.documents.template_fields import names
from mdo.kernel.base.errors import RuleViolation
from models.amendments import RenewalDecision
from models.documents import DocumentKind, PaperTemplate
from tests.base.pages import document
from tests.documents.words import text_of
from tests.support import ON_SQLITE
from tests.support import amendments as change
from tests.support import orders as make
from tests.support import procurement as buy
from tests.support.forms import post

SPEECH = Wording(lambda message: message, str)
# What an amount in euros looks like, in the paper and on the page.
_EUROS = re.compile(r"-?[\d\u202f]+,\d\d\xa0?\s?€")


@pytest.fixture
def running(session):
    """A framework contract with everything that a file may hold."""
    contract = buy.a_contract_with_its_holders()
    contract.firm_months, contract.renewals, contract.renewal_months = 24, 1, 12
    buy.ProcurementStepFactory(contract=contract)
    change.AmendmentFactory(contract=contract, amount_excl_tax=Decimal("1234.56"), notified_on=dt.date(2026, 6, 1))
    change.RenewalFactory(contract=contract, decision=RenewalDecision.PENDING)
    change.SubcontractFactory(contract=contract, supplier=buy.SupplierFactory(name="Studio Récit"))
    change.AdvanceFactory(contract=contract, paid_on=dt.date(2026, 1, 5))
    change.PenaltyFactory(contract=contract)
    change.EvaluationFactory(contract=contract, supplier=contract.holders[0].supplier)
    for number in range(MOST + 2):
        order = make.order_of(contract, f"{1000 + number}.50", number=f"BC-{number}")
    make.DeliverableFactory(contract=contract, order=order, name="Synthèse")
    make.invoice_of(contract, "987.65", number="F-1", order=order, supplier=contract.holders[0].supplier)
    session.commit()
    return contract


def shown(values, key):
    return values[names()[key]]


def test_the_sheet_says_the_whole_file(session, running) -> None:
    words = text_of(make_sheet(session, running, SPEECH).content)
    for part in ("AMO-2025-01", "Nova Concertation", "Mesure & Opinion", "00010437200016", "Définition du besoin",
                 "Studio Récit", "Rapport rendu en retard", "Synthèse", "F-1", f"BC-{MOST + 1}"):  # fmt: skip
        assert part in words
    assert (
        "aucun"
        not in words.replace("Lots : aucun", "")
        .replace("Marchés subséquents : aucun", "")
        .replace("Rattachementaucun", "")
        .lower()
    )
    assert "BC-0" not in words, "the latest orders alone, and how many others"
    values = sheet_values(session, running, SPEECH)
    assert shown(values, "more_orders") == "and 2 more, on the page of the contract"
    assert (len(shown(values, "orders")), shown(values, "more_invoices")) == (MOST, "")


def test_an_empty_part_says_so_and_nothing_is_counted_before_the_award(session) -> None:
    need = buy.ContractFactory()
    words = text_of(make_sheet(session, need, SPEECH).content)
    for part in ("Titulaire", "Lots", "Avenants", "Livrables (les derniers)", "Bons de commande (les derniers)"):
        assert f"{part} : aucun\n" in words
    for part in ("Étapes de la procédure", "Reconductions", "Factures (les dernières)", "Sous-traitance", "Pénalités"):
        assert f"{part} : aucune\n" in words
    assert shown(sheet_values(session, need, SPEECH), "ordered") == "nothing before the award"


def test_another_sheet_is_the_next_version(session, running) -> None:
    first, second = (make_sheet(session, running, SPEECH) for _ in range(2))
    assert (first.number, second.number, second.kind) == (1, 2, DocumentKind.CONTRACT_SHEET)
    assert second.file_name.startswith("contract-sheet-amo-2025-01-2026-11-24")
    (series,) = CONTRACT_FILES.series(session, running.id)
    assert [row.number for row in series.versions] == [2, 1]


def test_without_a_template_it_is_said_and_nothing_is_kept(session, running) -> None:
    for row in session.query(PaperTemplate).filter_by(kind="contract_sheet"):
        row.is_active = False
    session.flush()
    with pytest.raises(RuleViolation, match="no template"):
        make_sheet(session, running, SPEECH)
    assert CONTRACT_FILES.series(session, running.id) == []


@ON_SQLITE
def test_the_mission_makes_it_from_the_page_whose_amounts_it_prints(session, running, client_as) -> None:
    client, address = client_as("mission"), f"/marches/show/{running.id}"
    assert f"/marches/{running.id}/fiche" in client.get(address).text
    answer = post(client, f"/marches/{running.id}/fiche", {})
    page = document(client.get(answer.location))
    (link,) = page.xpath("//a[@data-download-now]/@href")
    paper = Document(io.BytesIO(client.get(link).data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    printed = {found for text in cells for found in _EUROS.findall(text)}
    pages = "".join(
        document(client.get(f"{address}?tab={tab}")).xpath("string(//main)")
        for tab in ("file", "execution", "amendments", "holder")
    )
    on_screen = set(_EUROS.findall(pages))
    assert len(printed) > 12
    assert printed - on_screen == set()
    assert "En exécution" in cells
    assert not [text for text in cells if "contract sheet" in text]


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("direction", 403), ("ref5", 403)])
def test_who_only_reads_makes_none(session, running, client_as, who, status) -> None:
    assert post(client_as(who), f"/marches/{running.id}/fiche", {}).status_code == status
