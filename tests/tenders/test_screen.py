"""The screens of tenders: tables typed at once, the award, the papers; and what a manager reads before it."""

import io
import re
from decimal import Decimal

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook
from sqlalchemy import select

from models.amendments import AmendmentGround
from models.contracts import ContractEnding, ContractState
from models.documents import Document, DocumentKind
from models.journal import JournalEntry
from models.procurement import ProcedureCode
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark
from tests.base.pages import save
from tests.support import ON_SQLITE, TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post
from tests.support.prepared import prepared

pytestmark = ON_SQLITE


@prepared
def contract(session):
    """A MAPA under way with two tenders and no criterion."""
    buy.ProcedureTemplateFactory(code=ProcedureCode.ADAPTED)
    row = buy.ContractFactory(state=ContractState.PROCEDURE, procedure=ProcedureCode.ADAPTED, title="Atelier d’été")
    for position, (name, amount) in enumerate((("Cabinet Île", 40000), ("Atelier Nuée", 50000)), start=1):
        supplier = buy.SupplierFactory(name=name)
        bid.TenderFactory(contract=row, supplier=supplier, position=position, amount_excl_tax=Decimal(amount))
    session.commit()
    return row


def _criteria(client, contract, *lines: tuple[str, str, bool]):
    data = {"lines": str(len(lines))}
    for number, (name, weight, is_price) in enumerate(lines):
        data |= {f"name_{number}": name, f"weight_{number}": weight} | ({f"price_{number}": "1"} if is_price else {})
    return post(client, f"/offres/marche/{contract.id}/criteres", data)


def _marks(client, contract, session, *marks: str):
    session.rollback()
    criterion = session.scalars(select(AwardCriterion).where(~AwardCriterion.is_price)).one()
    tenders = session.scalars(select(Tender).order_by(Tender.position)).all()
    data = {f"mark_{row.id}_{criterion.id}": mark for row, mark in zip(tenders, marks, strict=True)}
    return post(client, f"/offres/marche/{contract.id}/notes", data)


def test_from_the_criteria_to_the_letters(contract, session, client_as) -> None:
    client = client_as("mission")
    assert _criteria(client, contract, ("Valeur", "60", False), ("Prix", "40", True)).status_code == 303
    refused = _marks(client, contract, session, "21", "10,5")
    assert refused.status_code == 422
    assert 'value="10,5"' in refused.get_data(as_text=True)
    session.rollback()
    assert session.scalars(select(TenderMark)).all() == []
    assert _marks(client, contract, session, "12", "10,5").status_code == 303
    page = client.get(f"/marches/show/{contract.id}?tab=tenders").get_data(as_text=True)
    assert "76,00" in page  # 60 × 12/20 + 40
    assert "63,50" in page  # 60 × 10.5/20 + 40 × 16/20
    first, second = session.scalars(select(Tender).order_by(Tender.position)).all()
    assert post(client, f"/offres/marche/{contract.id}/rapport").status_code == 303
    post(client, f"/offres/{second.id}/retenir")
    session.rollback()
    assert contract.state is ContractState.PROCEDURE
    post(client, f"/offres/{first.id}/retenir")
    session.rollback()
    assert contract.state is ContractState.AWARDED
    assert (contract.tenders_received, contract.amount_excl_tax) == (2, Decimal(40000))
    for paper in ("lettres", "publipostage"):
        assert post(client, f"/offres/marche/{contract.id}/{paper}").status_code == 303
    session.rollback()
    files = session.scalars(select(Document).order_by(Document.id)).all()
    assert [row.kind for row in files] == [DocumentKind.ANALYSIS_REPORT, DocumentKind.LETTERS, DocumentKind.LETTERS]
    report = "\n".join(
        [item.text for item in WordDocument(io.BytesIO(files[0].content)).paragraphs]
        + [cell.text for table in WordDocument(io.BytesIO(files[0].content)).tables for cell in table._cells]
    )
    assert "76,00" in report
    assert "Cabinet Île" in report
    letter = "\n".join(item.text for item in WordDocument(io.BytesIO(files[1].content)).paragraphs)
    assert "Atelier Nuée" in letter
    assert "63,50" in letter
    values = [cell.value for row in load_workbook(io.BytesIO(files[2].content)).active.rows for cell in row]
    assert {"Atelier Nuée", 63.5, "Cabinet Île", 76} <= set(values)


@pytest.mark.parametrize(("who", "before", "after"), [("mission", True, True), ("direction", False, True)])
def test_a_manager_reads_the_tenders_once_the_contract_is_awarded(
    contract, session, client_as, who, before, after
) -> None:
    client = client_as(who)
    tender = session.scalars(select(Tender)).first()
    for state, is_read in ((ContractState.PROCEDURE, before), (ContractState.AWARDED, after)):
        contract.state = state
        session.commit()
        for address in (f"/marches/show/{contract.id}?tab=tenders", "/offres/list/"):
            assert ("Cabinet Île" in client.get(address).get_data(as_text=True)) == is_read, (state, address)
        assert (client.get(f"/offres/show/{tender.id}").status_code == 200) == is_read


def test_a_manager_writes_none_and_a_referent_reaches_nothing(contract, client_as) -> None:
    pages = [f"/offres/marche/{contract.id}/{name}" for name in ("criteres", "notes", "tour", "cao")]
    for who in ("direction", "ref5"):
        client = client_as(who)
        for page in pages:
            assert client.get(page).status_code in {302, 403, 404}, (who, page)
    assert "Cabinet" not in client_as("ref5").get("/offres/list/", follow_redirects=True).get_data(as_text=True)


def test_an_appel_d_offres_offers_no_round(contract, session, client_as) -> None:
    client = client_as("mission")
    address = f"/offres/marche/{contract.id}/tour"
    assert client.get(address).status_code == 200
    contract.procedure = ProcedureCode.OPEN
    session.commit()
    assert client.get(address).status_code == 303
    assert address not in client.get(f"/marches/show/{contract.id}?tab=tenders").get_data(as_text=True)


def test_what_the_committee_said_is_corrected_deleted_and_taken_back(contract, session, client_as) -> None:
    client = client_as("mission")
    row = bid.CommitteeOpinionFactory(contract=contract, text="Avis mal transcrit")
    session.commit()
    page = client.get(f"/marches/show/{contract.id}?tab=tenders").text
    assert f"/offres/cao/{row.id}" in page
    assert save(client, f"/offres/cao/{row.id}", text="Avis favorable").status_code == 302
    assert client.get(f"/offres/cao/{row.id}/supprimer").status_code == 200
    session.rollback()
    session.expire_all()
    assert row.text == "Avis favorable"
    assert post(client, f"/offres/cao/{row.id}/supprimer").status_code == 303
    session.rollback()
    session.expire_all()
    assert session.scalars(select(CommitteeOpinion)).all() == []
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    post(client, f"/annuler/{entry.id}", {"next": "/"})
    session.rollback()
    assert [back.text for back in session.scalars(select(CommitteeOpinion))] == ["Avis favorable"]


@pytest.mark.parametrize(("who", "status"), [("direction", 403), ("ref5", 403)])
def test_who_only_reads_corrects_no_round_and_no_decision(contract, session, client_as, who, status) -> None:
    row = bid.CommitteeOpinionFactory(contract=contract)
    bid.NegotiationRoundFactory(contract=contract)
    session.commit()
    client = client_as(who)
    for address in (
        f"/offres/cao/{row.id}",
        f"/offres/cao/{row.id}/supprimer",
        f"/offres/marche/{contract.id}/tour/1/supprimer",
    ):
        assert post(client, address).status_code == status


def test_the_last_round_is_deleted_from_the_page(contract, session, client_as) -> None:
    client = client_as("mission")
    for number in (1, 2):
        bid.NegotiationRoundFactory(contract=contract, number=number)
    session.commit()
    page = client.get(f"/marches/show/{contract.id}?tab=tenders").text
    assert "/tour/2/supprimer" in page
    assert "/tour/1/supprimer" not in page
    assert "notes" in client.get(f"/offres/marche/{contract.id}/tour/2/supprimer").text
    post(client, f"/offres/marche/{contract.id}/tour/2/supprimer")
    post(client, f"/offres/marche/{contract.id}/tour/2/supprimer")
    session.rollback()
    assert [row.number for row in session.scalars(select(NegotiationRound))] == [1]


def test_the_analysis_leaves_as_one_workbook_with_the_figures_of_the_page(contract, session, client_as) -> None:
    client = client_as("mission")
    _criteria(client, contract, ("Valeur", "60", False), ("Prix", "40", True))
    _marks(client, contract, session, "12", "10,5")
    session.rollback()
    best = session.scalars(select(Tender).order_by(Tender.position)).first()
    held = bid.NegotiationRoundFactory(contract=contract)
    bid.TenderRevisionFactory(round=held, tender=best, amount_excl_tax=Decimal(32000))
    bid.CommitteeOpinionFactory(contract=contract, text="Avis favorable")
    session.commit()
    page = client.get(f"/marches/show/{contract.id}?tab=tenders").text
    assert f"/offres/marche/{contract.id}/analyse.xlsx" in page
    book = load_workbook(io.BytesIO(client.get(f"/offres/marche/{contract.id}/analyse.xlsx").data))
    rows = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets[:8]}
    assert list(rows) == [
        "Synthèse", "Critères", "Offres reçues", "Notes", "Points", "Classement", "Tours de négociation", "CAO",
    ]  # fmt: skip
    heads = next(book["Synthèse"].iter_rows(max_row=1, values_only=True))
    assert heads == (
        "Rang", "Prestataire", "Autres membres du groupement", "Montant HT (€)", "Valeur / 60", "Prix / 40",
        "Total sur 100", "Suite donnée", "Remarques",
    )  # fmt: skip
    assert [(row[0], row[1], row[3], *row[4:8]) for row in rows["Synthèse"]] == [
        (1, "Cabinet Île", 32000, 36, 40, 76, "Recevable"),
        (2, "Atelier Nuée", 50000, 31.5, 25.6, 57.1, "Recevable"),
    ]
    assert [row[1:] for row in rows["Critères"]] == [("Valeur", 60, "Non"), ("Prix", 40, "Oui")]
    assert [(row[0], row[1], row[3], row[5]) for row in rows["Classement"]] == [
        (0, 1, "Cabinet Île", 76), (0, 2, "Atelier Nuée", 63.5),
        (1, 1, "Cabinet Île", 76), (1, 2, "Atelier Nuée", 57.1),
    ]  # fmt: skip
    assert [(row[1], row[2], row[4]) for row in rows["Notes"]] == [
        ("Cabinet Île", "Valeur", 12), ("Atelier Nuée", "Valeur", 10.5),
    ]  # fmt: skip
    # The points of a tender make its total.
    totals = {(row[0], row[3]): row[5] for row in rows["Classement"]}
    for (number, name), total in totals.items():
        parts = [row[5] for row in rows["Points"] if row[:2] == (number, name)]
        assert round(sum(parts), 2) == total
    assert [row[2:5] for row in rows["Tours de négociation"]] == [
        ("Cabinet Île", 40000, 32000), ("Atelier Nuée", 50000, 50000),
    ]  # fmt: skip
    assert rows["CAO"][0][3] == "Avis favorable"


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("direction", ContractState.PROCEDURE, 403),
        ("direction", ContractState.AWARDED, 200),
        ("mission", ContractState.PROCEDURE, 200),
        ("ref5", ContractState.AWARDED, 403),
    ],
)
def test_who_may_take_the_analysis(contract, session, client_as, who, state, status) -> None:
    contract.state = state
    session.commit()
    assert client_as(who).get(f"/offres/marche/{contract.id}/analyse.xlsx").status_code == status


def _awarded(contract, session, procedure=ProcedureCode.OPEN):
    """The contract awarded to its first tender on the price alone; the tender that was turned down."""
    buy.ProcedureTemplateFactory(code=procedure)
    contract.procedure, contract.state, contract.awarded_on = procedure, ContractState.AWARDED, TODAY
    contract.amount_excl_tax = Decimal(40000)
    bid.AwardCriterionFactory(contract=contract, name="Prix", weight=Decimal(100), is_price=True)
    first, second = session.scalars(select(Tender).order_by(Tender.position)).all()
    first.is_retained = True
    buy.ContractHolderFactory(contract=contract, supplier=first.supplier)
    session.commit()
    return second


@pytest.mark.parametrize("paper", ["lettres", "publipostage"])
def test_the_reasons_are_asked_before_formal_letters_are_made(contract, session, client_as, paper) -> None:
    second, client = _awarded(contract, session), client_as("mission")
    address = f"/offres/marche/{contract.id}/{paper}"
    asked = post(client, address)
    assert asked.status_code == 200
    assert f"/offres/motifs/{second.id}" in asked.text
    assert "Atelier Nuée" in asked.text
    assert session.scalars(select(Document)).all() == []
    session.rollback()
    assert post(client, address, {"confirmed": "1"}).status_code == 303
    session.rollback()
    second.rejection_reason = "Prix plus élevé."
    session.commit()
    assert post(client, address).status_code == 303


def test_a_second_tender_of_a_firm_is_refused_by_its_name(contract, session, client_as) -> None:
    supplier = session.scalars(select(Tender).order_by(Tender.position)).first().supplier
    session.rollback()
    client = client_as("mission")
    answer = save(client, f"/offres/add?contract={contract.id}", supplier=str(supplier.id))
    assert answer.status_code == 422
    assert "Cabinet Île a déjà une offre pour ce marché" in answer.text
    assert "Cette valeur existe déjà" not in answer.text


def test_what_the_committee_said_is_saved_by_its_name_and_its_heading_stands_once(contract, client_as) -> None:
    client = client_as("mission")
    address = f"/offres/marche/{contract.id}/cao"
    page = client.get(address).text
    assert len(re.findall(r"<h[1-3][^>]*>\s*Ajouter à", page)) <= 1
    assert save(client, address, held_on="2026-11-23", kind="opinion", sense="favourable").status_code == 302
    answer = client.get(f"/marches/show/{contract.id}")
    assert "Décision ou avis de la CAO – 23/11/2026" in answer.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("state", "is_offered"),
    [
        (ContractState.PROCEDURE, True),
        (ContractState.AWARDED, True),
        (ContractState.RUNNING, False),
        (ContractState.ENDED, False),
        (ContractState.ABANDONED, False),
    ],
)
def test_no_tender_and_no_decision_are_offered_once_all_is_settled(
    contract, session, client_as, state, is_offered
) -> None:
    contract.state = state
    session.commit()
    page = client_as("mission").get(f"/marches/show/{contract.id}?tab=tenders").text
    for address in (f"/offres/add?contract={contract.id}", f"/offres/marche/{contract.id}/cao"):
        assert (address in page) == is_offered, address


def test_how_a_procedure_ended_is_said_in_the_list_and_the_form_says_who_is_told(contract, session, client_as) -> None:
    client = client_as("mission")
    form = client.get(f"/marches/{contract.id}/acte/abandon").text
    assert "Motif de la fin sans marché" in form
    assert "communiqué aux candidats (R2185-2)" in form
    contract.state, contract.ending = ContractState.ABANDONED, ContractEnding.NO_FOLLOW_UP
    contract.state_reason = "Budget réduit."
    session.commit()
    page = client.get("/marches/list/").text
    assert "Sans suite" in page
    assert ">Abandonné<" not in page.split("<tbody")[1]


@pytest.mark.parametrize(
    "address", ["/marches/reprise", "/marches/{id}/acte/taken-over", "/marches/{id}/acte/procedure"]
)
def test_a_procedure_that_is_asked_for_is_not_said_to_follow_when_left_empty(
    contract, session, client_as, address
) -> None:
    contract.state = ContractState.NEED
    session.commit()
    page = client_as("mission").get(address.format(id=contract.id)).text
    assert "Laissée vide, celle que le montant impose" not in page
    assert "Le montant en impose une" in page


def test_an_amount_that_amendments_changed_is_not_called_as_the_one_awarded(contract, session, client_as) -> None:
    contract.state, contract.amount_excl_tax = ContractState.RUNNING, Decimal(180000)
    change.AmendmentFactory(
        contract=contract, ground=AmendmentGround.UNFORESEEN, amount_excl_tax=Decimal(30000), signed_on=TODAY,
        notified_on=TODAY,
    )  # fmt: skip
    session.commit()
    client = client_as("mission")
    listed = client.get("/marches/list/").text
    assert "Montant attribué HT (€)" in listed
    assert re.search(r"180\s000", listed)
    page = client.get(f"/marches/show/{contract.id}").text
    assert "Montant HT, avenants compris" in page
    assert re.search(r"210\s000", page)
