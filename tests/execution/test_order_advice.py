"""The guard against splitting where something is ordered: a warning that lists the files, and stops nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models.execution import PurchaseOrder
from models.procurement import ProcedureCode
from tests.support import ON_SQLITE
from tests.support import orders as make
from tests.support import procurement as buy
from tests.support.forms import post

_SAID = "à confirmer par la commande publique"


@pytest.fixture
def split(session):
    """Two needs of one family, each bought without competition: 35,000 € and 40,000 € within twelve months."""
    family = buy.PurchaseFamilyFactory()
    need = {"family": family, "procedure": ProcedureCode.DIRECT}
    other = buy.ContractFactory(number="AMO-A", estimate_excl_tax=Decimal(40000), launch_on=dt.date(2026, 5, 4), **need)
    contract = make.RunningContractFactory(
        number="AMO-B", estimate_excl_tax=Decimal(35000), launch_on=dt.date(2025, 10, 1), **need
    )
    session.commit()
    return contract, other


@ON_SQLITE
def test_the_form_of_an_order_says_it_of_its_contract_and_of_one_chosen_since(session, split, client_as) -> None:
    client, (contract, other) = client_as("mission"), split
    shown = client.get(f"/bons-de-commande/add?contract={contract.id}").text
    assert _SAID in shown
    assert f"/marches/show/{other.id}" in shown
    assert _SAID in client.get(f"/bons-de-commande/conseil?contract={contract.id}").text
    assert client.get("/bons-de-commande/conseil?contract=zz").text == ""
    assert client_as("ref5").get(f"/bons-de-commande/conseil?contract={contract.id}").status_code == 403


@ON_SQLITE
def test_a_contract_under_the_framework_is_judged_on_its_framework_and_a_need_alone_is_not(
    session, split, client_as
) -> None:
    under = make.RunningContractFactory(framework=split[0], procedure=ProcedureCode.SUBSEQUENT)
    alone = make.RunningContractFactory(family=buy.PurchaseFamilyFactory())
    session.commit()
    client = client_as("mission")
    said = [_SAID in client.get(f"/bons-de-commande/conseil?contract={row.id}").text for row in (under, alone)]
    assert said == [True, False]


@ON_SQLITE
def test_the_order_is_saved_all_the_same_and_the_page_says_it(session, split, client_as) -> None:
    contract, other = split
    client = client_as("mission")
    line = {"label": "Atelier", "quantity": "1", "price": "100", "vat_rate": "20"}
    values = {
        "contract": contract.id, "number": "BC-1", "subject": "Atelier", "state": "draft",
        **{f"line_items-0-{name}": value for name, value in line.items()},
    }  # fmt: skip
    page = post(client, "/bons-de-commande/add", values, follow_redirects=True).text
    session.rollback()
    assert session.scalar(select(func.count(PurchaseOrder.id))) == 1
    assert _SAID in page
    assert str(other) in page
