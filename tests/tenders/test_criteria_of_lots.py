"""Criteria of a file that is bought by lots: always within reach, carried to the lots; weights that do not make 100."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode
from models.tenders import AwardCriterion, CommitteeAct, CommitteeOpinion, CommitteeSense
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post

pytestmark = ON_SQLITE
DAY = dt.timedelta(days=1)


@pytest.fixture
def file(session) -> Contract:
    """A need with two lots; the criteria were written on the file before there were lots."""
    row = buy.ContractFactory(number="AMO-1", title="Dossier", procedure=ProcedureCode.OPEN, estimate_excl_tax=420_000)
    for number, amount in ((1, 300_000), (2, 120_000)):
        buy.ContractFactory(
            number=f"AMO-1-L{number}", title=f"Lot {number}", allotment=row, lot_number=number,
            procedure=ProcedureCode.OPEN, estimate_excl_tax=amount,
        )  # fmt: skip
    write(row, ("Prix", 40, True), ("Valeur technique", 50, False), ("Environnement", 10, False))
    session.commit()
    return row


def write(contract: Contract, *rows: tuple[str, int, bool]) -> None:
    for position, (name, weight, is_price) in enumerate(rows, start=1):
        bid.AwardCriterionFactory(
            contract=contract, position=position, name=name, weight=Decimal(weight), is_price=is_price
        )


def names(session, contract: Contract) -> list[str]:
    session.rollback()
    asked = select(AwardCriterion.name).where(AwardCriterion.contract_id == contract.id)
    return list(session.scalars(asked.order_by(AwardCriterion.position)))


def text(answer) -> str:
    return " ".join(document(answer).text_content().replace("\u00a0", " ").split())


def buttons(client, contract: Contract, words: str) -> list[str]:
    page = document(client.get(f"/marches/show/{contract.id}?tab=tenders"))
    return page.xpath(f'//form[.//button[contains(., "{words}")]]/@action')


def test_criteria_of_a_file_are_told_and_carried_to_the_lots_that_have_none(session, client_as, file) -> None:
    client = client_as("mission")
    first, second = file.lots
    write(second, ("Prix", 30, True), ("Qualité", 60, False), ("Environnement", 10, False))
    session.commit()
    page = client.get(f"/marches/show/{file.id}")
    assert "portez-les aux lots" in text(page)
    assert "Valeur technique" in text(client.get(f"/marches/show/{file.id}?tab=tenders"))
    (action,) = buttons(client, file, "Porter aux lots")
    answer = post(client, action, {}, follow_redirects=True)
    assert "Critères copiés : lot 1" in text(answer)
    assert names(session, first) == ["Prix", "Valeur technique", "Environnement"]
    assert names(session, second) == ["Prix", "Qualité", "Environnement"]
    assert names(session, file) == []
    undo = document(answer).xpath('//form[contains(@action, "/annuler/")]')[0]
    post(client, undo.get("action"), {item.name: item.value or "" for item in undo.inputs if item.name})
    assert len(names(session, file)) == 3
    assert names(session, first) == []


def test_a_lot_takes_the_criteria_of_another(session, client_as, file) -> None:
    client = client_as("mission")
    first, second = file.lots
    write(first, ("Prix", 30, True), ("Qualité", 60, False), ("Environnement", 10, False))
    session.commit()
    assert buttons(client, first, "Reprendre ceux") == []
    (action,) = buttons(client, second, "Reprendre ceux du lot 1")
    post(client, action, {})
    assert names(session, second) == ["Prix", "Qualité", "Environnement"]
    stranger = buy.ContractFactory()
    session.commit()
    assert post(client, f"/offres/marche/{second.id}/criteres/reprendre/{stranger.id}", {}).status_code == 404


def test_weights_that_make_95_are_told_when_saved_on_the_page_and_at_launch(session, client_as, file) -> None:
    client = client_as("mission")
    first, _ = file.lots
    typed = {"name_0": "Prix", "weight_0": "40", "price_0": "1", "name_1": "Valeur", "weight_1": "55"}
    answer = post(client, f"/offres/marche/{first.id}/criteres", typed | {"lines": "5"})
    assert "font 95 et non 100" in text(client.get(answer.location))
    assert "font 95 et non 100" in text(client.get(f"/marches/show/{first.id}"))
    launch = text(client.get(f"/marches/{file.id}/acte/procedure"))
    assert "Lot 1 : les pondérations des critères font 95 et non 100" in launch
    assert "Le lot 2 n" in launch


def test_a_decision_before_the_last_tender_is_told(session, client_as, file) -> None:
    first, _ = file.lots
    first.state, first.launch_on = ContractState.PROCEDURE, TODAY - 30 * DAY
    bid.TenderFactory(contract=first, received_at=dt.datetime.combine(TODAY, dt.time(11), dt.UTC))
    opinion = CommitteeOpinion(
        contract_id=first.id, held_on=TODAY - 10 * DAY, kind=CommitteeAct.AWARD, sense=CommitteeSense.FAVOURABLE
    )
    session.add(opinion)
    session.commit()
    client = client_as("mission")
    assert "avant la réception de la dernière offre (24/11/2026)" in text(client.get(f"/marches/show/{first.id}"))
    opinion.held_on = TODAY
    session.commit()
    assert "avant la réception" not in text(client.get(f"/marches/show/{first.id}"))


def test_what_the_page_puts_forward_before_the_award(session, client_as, file) -> None:
    client = client_as("mission")
    first, second = file.lots
    for row in (file, first, second):
        row.state, row.launch_on = ContractState.PROCEDURE, TODAY - 30 * DAY
    buy.ProcedureTemplateFactory(code=ProcedureCode.OPEN, needs_committee=True)
    session.commit()

    def primary(contract: Contract) -> list[str]:
        page = document(client.get(f"/marches/show/{contract.id}"))
        return [" ".join(link.text_content().split()) for link in page.xpath('//a[contains(@class, "btn-primary")]')]

    assert primary(file) == ["Modifier"], "a file follows its lots"
    assert primary(first) == ["Ajouter les offres reçues"]
    bid.TenderFactory(contract=first, is_admissible=True)
    session.commit()
    assert primary(first) == ["Saisir la décision ou l’avis de la CAO"]
    session.add(
        CommitteeOpinion(contract_id=first.id, held_on=TODAY, kind=CommitteeAct.AWARD, sense=CommitteeSense.FAVOURABLE)
    )
    session.commit()
    assert primary(first) == ["Attribuer le marché"]


def test_a_lot_leads_to_its_file_and_a_tender_to_a_supplier_that_is_not_known(session, client_as, file) -> None:
    client = client_as("mission")
    page = document(client.get(f"/marches/show/{file.lots[0].id}"))
    trail = page.xpath('//nav[contains(@class, "crumb") or contains(@aria-label, "Ariane")]//a/@href')
    assert f"/marches/show/{file.id}?tab=lots" in trail
    form = document(client.get(f"/offres/add?contract={file.lots[0].id}"))
    (link,) = form.xpath('//form//a[contains(@href, "/prestataires/add")]')
    assert link.get("target") == "_blank", "nothing typed is lost"
