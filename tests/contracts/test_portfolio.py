"""Contracts on the first page: the numbers are those of the lists, the amounts the totals of the report."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.contracts.figures import balance_of
from mdo.contracts.portfolio import Portfolio, running_portfolio
from mdo.reports.declaration import Values
from mdo.reports.registry import REPORTS
from models.contracts import Contract, ContractState
from models.execution import PurchaseOrder
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import orders as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements

pytestmark = pytest.mark.db
REPORT = REPORTS["suivi_des_marches"]


@prepared
def running(session) -> list[Contract]:
    """A framework with a subsequent contract under it, another taken over with its balances, one that ended."""
    frame = make.RunningContractFactory(has_subsequent_contracts=True)
    make.order_of(frame, "3000")
    make.invoice_of(frame, "1000", received_on=dt.date(2026, 10, 24))
    under = make.RunningContractFactory(framework=frame, technique="none", amount_excl_tax=Decimal(2000))
    under.maximum_excl_tax = None
    make.invoice_of(under, "500", paid_on=TODAY)
    over = make.RunningContractFactory(
        opening_on=TODAY, opening_ordered_excl_tax=Decimal(9000), opening_invoiced_excl_tax=Decimal(9000),
        opening_paid_excl_tax=Decimal(4000),
    )  # fmt: skip
    ended = make.RunningContractFactory(state=ContractState.ENDED)
    make.order_of(ended, "7000")
    make.DeliverableFactory(contract=frame, due_on=TODAY.replace(day=1))
    session.commit()
    return [frame, under, over, ended]


def test_the_sums_count_a_subsequent_contract_once_and_what_ended_no_more(session, running) -> None:
    found = running_portfolio(session)
    assert found == Portfolio(
        ceiling=Decimal(20000), ordered=Decimal(14000), invoiced=Decimal(10500), paid=Decimal(4500), left=Decimal(6000)
    )
    whole = [balance_of(session, row) for row in (running[0], running[2])]
    assert found.ordered == sum(row.ordered for row in whole)


def test_the_sums_are_the_total_of_the_report_of_the_contracts_that_run(session, running) -> None:
    values = Values(TODAY, contract_states=frozenset({ContractState.RUNNING}))
    (figures,) = REPORT.run(session, values, None).summaries
    found = running_portfolio(session)
    assert figures.total == (found.ordered, found.invoiced, found.paid, found.left, found.ceiling)


def test_a_ceiling_that_is_not_known_is_left_out(session) -> None:
    contract = make.RunningContractFactory(amount_excl_tax=None)
    contract.maximum_excl_tax = None
    session.flush()
    assert running_portfolio(session) == Portfolio()


def test_the_sums_cost_the_same_for_few_and_for_many_contracts(session, running) -> None:
    def cost() -> int:
        session.expire_all()
        with count_statements(session.get_bind()) as sent:
            running_portfolio(session)
        return len(sent)

    few = cost()
    for _ in range(6):
        make.order_of(make.RunningContractFactory(), "100")
    session.commit()
    assert cost() == few


def tiles(client) -> dict[str, tuple[str, str]]:
    found = document(client.get("/")).xpath('//section[@aria-labelledby="home-contracts"]//a')
    return {
        link.xpath('.//*[contains(@class, "tile__label")]')[0].text_content(): (
            link.xpath('.//*[contains(@class, "tile__value")]')[0]
            .text_content()
            .replace("\u202f", " ")
            .replace("\u00a0", " "),
            link.get("href"),
        )
        for link in found
    }


@ON_SQLITE
@pytest.mark.parametrize("reader", ["mission", "direction"])
def test_each_number_of_the_page_leads_to_what_it_counts(running, client_as, session, reader) -> None:
    client = client_as(reader)
    shown = tiles(client)
    assert {label: value for label, (value, _) in shown.items()} == {
        "Marchés en cours": "3", "Factures à payer": "1", "Factures en retard de paiement": "1",
        "Livrables en retard": "1", "Plafond": "20 000,00 €", "Engagé": "14 000,00 €", "Facturé": "10 500,00 €",
        "Payé": "4 500,00 €", "Reste": "6 000,00 €",
    }  # fmt: skip
    for label, (value, address) in shown.items():
        page = document(client.get(address))
        words = page.xpath("string(//main)").replace("\u202f", " ").replace("\u00a0", " ")
        if "€" in value:
            assert value in words, label
        else:
            assert len(page.xpath("//tbody/tr")) == int(value), label
    assert session.scalars(select(PurchaseOrder)).all()


@ON_SQLITE
@pytest.mark.parametrize("reader", ["ref5", "saisie5", "elu5", "dpo", "stagiaire"])
def test_others_read_nothing_of_contracts_there(running, client_as, reader) -> None:
    client = client_as(reader)
    assert tiles(client) == {}
    assert "14 000,00" not in client.get("/").get_data(as_text=True).replace("\u202f", " ")
