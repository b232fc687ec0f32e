"""What is told of a consultation without criteria, and of a tender put right once the award was decided."""

import datetime as dt
from decimal import Decimal

import pytest

from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode
from models.tenders import CommitteeAct, CommitteeSense
from tests.base.pages import document, save
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post

pytestmark = ON_SQLITE
S, P = ContractState, ProcedureCode
MISSING, LATE = "Aucun critère d’attribution", "a été régularisée le"
DAY = dt.timedelta(days=1)


def text(answer) -> str:
    return " ".join(document(answer).text_content().replace("\u00a0", " ").split())


def page(client, contract: Contract) -> str:
    return text(client.get(f"/marches/show/{contract.id}"))


@pytest.fixture
def need(session) -> Contract:
    row = buy.ContractFactory(state=S.NEED, procedure=P.ADAPTED, estimate_excl_tax=Decimal(70000), launch_on=TODAY)
    session.commit()
    return row


@pytest.mark.parametrize(("procedure", "told"), [
    (P.OPEN, True), (P.ADAPTED, True), (P.RESTRICTED, True), (P.DIRECT, False), (P.SUBSEQUENT, False),
])  # fmt: skip
def test_a_consultation_without_criteria_says_so_while_in_procedure(session, client_as, procedure, told) -> None:
    row = buy.ContractFactory(state=S.PROCEDURE, procedure=procedure, launch_on=TODAY, estimate_excl_tax=Decimal(70000))
    session.commit()
    client = client_as("mission")
    assert (MISSING in page(client, row)) is told


def test_it_is_said_at_the_launch_and_until_they_are_set(session, client_as, need) -> None:
    client, address = client_as("mission"), f"/marches/{need.id}/acte/procedure"
    assert MISSING not in page(client, need)
    form = client.get(address)
    assert MISSING in text(form)
    (where,) = document(form).xpath('//a[contains(@href, "/criteres")]/@href')
    assert save(client, address).status_code in (302, 303)
    assert MISSING in page(client, need)
    line = {"name_0": "Valeur", "weight_0": "60", "name_1": "Prix", "weight_1": "40", "price_1": "1"}
    assert post(client, where, {"lines": "2", **line}).status_code == 303
    assert MISSING not in page(client, need)


def test_each_lot_has_its_own(session, client_as, need) -> None:
    lots = [
        buy.ContractFactory(state=S.NEED, procedure=P.ADAPTED, allotment=need, lot_number=number) for number in (1, 2)
    ]
    bid.AwardCriterionFactory(contract=lots[0])
    session.commit()
    told = text(client_as("mission").get(f"/marches/{need.id}/acte/procedure"))
    assert "Le lot 2 n’a aucun critère" in told
    assert "Le lot 1 n’a aucun critère" not in told


@pytest.mark.parametrize(("after", "told"), [(0, False), (1, True)])
def test_a_tender_put_right_after_the_decision_is_told(session, client_as, after, told) -> None:
    row = buy.ContractFactory(state=S.AWARDED, procedure=P.OPEN, awarded_on=TODAY, amount_excl_tax=Decimal(9))
    decided = TODAY - 5 * DAY
    bid.CommitteeOpinionFactory(
        contract=row, held_on=decided, kind=CommitteeAct.AWARD, sense=CommitteeSense.FAVOURABLE
    )  # fmt: skip
    bid.TenderFactory(
        contract=row, inadmissible_reason="Incomplète", regularisation_asked_on=decided - 9 * DAY,
        regularised_on=decided + after * DAY,
    )  # fmt: skip
    session.commit()
    assert (LATE in page(client_as("mission"), row)) is told
