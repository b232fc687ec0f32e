"""The money of projects is that of what names them, each thing once in any sum, to the cent."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.execution.ledger import Euros, Ledger
from mdo.projects.money import money_of, named_by, years_of
from models.contracts import PriceForm, Technique
from models.execution import OrderState
from models.projects import BudgetLine, Project
from tests.support import orders
from tests.support import projects as make
from tests.support.statements import count_statements


def named(project: Project, **what: Any) -> None:
    make.ProjectSpendingFactory(project=project, **what)


def lump_sum(amount: str, **values: Any) -> Any:
    price = Decimal(amount)
    return orders.RunningContractFactory(
        technique=Technique.NONE,
        has_purchase_orders=False,
        price_form=PriceForm.LUMP_SUM,
        amount_excl_tax=price,
        maximum_excl_tax=None,
        **values,
    )


def test_an_order_that_names_three_projects_counts_in_each_and_once_in_their_total(session: Session) -> None:
    contract = orders.RunningContractFactory()
    order = orders.order_of(contract, "1234.57")
    own = orders.order_of(contract, "100.01")
    projects = [make.ProjectFactory() for _ in range(3)]
    for project in projects:
        named(project, order=order)
    named(projects[0], order=own)
    session.commit()

    by_id, total = money_of(session, [project.id for project in projects])

    each, more = Euros(Decimal("1234.57"), Decimal("1481.48")), Euros(Decimal("100.01"), Decimal("120.01"))
    assert [by_id[project.id].committed for project in projects] == [each + more, each, each]
    assert total.committed == each + more


@pytest.mark.parametrize(
    ("state", "counts"), [(OrderState.ISSUED, True), (OrderState.DRAFT, False), (OrderState.CANCELLED, False)]
)
def test_an_order_counts_once_it_is_issued(session: Session, state: OrderState, counts: bool) -> None:
    project = make.ProjectFactory()
    named(project, order=orders.order_of(orders.RunningContractFactory(), "10", state=state))
    session.commit()
    assert money_of(session, [project.id])[1].committed.excl_tax == (Decimal(10) if counts else 0)


@pytest.mark.parametrize(
    ("notified_on", "price_form", "counts"),
    [
        (dt.date(2026, 11, 24), PriceForm.LUMP_SUM, True),
        (dt.date(2026, 11, 24), PriceForm.MIXED, True),
        (dt.date(2026, 11, 25), PriceForm.LUMP_SUM, False),
        (None, PriceForm.LUMP_SUM, False),
        (dt.date(2026, 11, 24), PriceForm.UNIT, False),
    ],
)
def test_a_contract_counts_its_lump_sum_from_the_notification_on(
    session: Session, notified_on: dt.date | None, price_form: PriceForm, counts: bool
) -> None:
    contract = lump_sum("12000.33", notified_on=notified_on)
    contract.price_form = price_form
    project = make.ProjectFactory()
    named(project, contract=contract)
    session.commit()
    found = money_of(session, [project.id])[1].committed
    assert found == (Euros(Decimal("12000.33"), Decimal("14400.40")) if counts else Euros())


def test_an_order_of_a_contract_that_counts_whole_adds_nothing(session: Session) -> None:
    contract = lump_sum("5000")
    contract.price_form = PriceForm.MIXED
    order = orders.order_of(contract, "700")
    one, two = make.ProjectFactory(), make.ProjectFactory()
    named(one, contract=contract)
    named(two, order=order)
    session.commit()
    by_id, total = money_of(session, [one.id, two.id])
    assert by_id[one.id].committed.excl_tax == Decimal(5000)
    assert by_id[two.id].committed.excl_tax == Decimal(700)
    assert total.committed.excl_tax == Decimal(5000)


def test_an_invoice_comes_by_its_order_by_a_whole_contract_or_by_itself_and_counts_once(session: Session) -> None:
    contract, whole = orders.RunningContractFactory(), lump_sum("5000")
    order = orders.order_of(contract, "1000")
    project = make.ProjectFactory()
    by_order = orders.invoice_of(contract, "300.10", order=order, paid_on=dt.date(2026, 11, 20))
    orders.invoice_of(whole, "40.01")
    orders.invoice_of(contract, "9999")  # of the contract, and of nothing that names the project
    alone = orders.invoice_of(contract, "2")
    for what in ({"order": order}, {"invoice": by_order}, {"contract": whole}, {"invoice": alone}):
        named(project, **what)
    session.commit()
    total = money_of(session, [project.id])[1]
    assert total.spent.excl_tax == Decimal("342.11")
    assert total.paid.excl_tax == Decimal("300.10")


def test_what_is_carried_over_is_not_planned_twice(session: Session) -> None:
    project = make.ProjectFactory()
    for year, planned, carried in ((2026, "10000.10", "2500.05"), (2027, "4000", "0")):
        make.BudgetLineFactory(
            project=project,
            exercise=year,
            planned_incl_tax=Decimal(planned),
            carried_over_incl_tax=Decimal(carried),
        )
    order = orders.order_of(orders.RunningContractFactory(), "1000", ordered_on=dt.date(2026, 10, 1))
    named(project, order=order)
    session.commit()
    total = money_of(session, [project.id])[1]
    assert (total.planned_incl_tax, total.left_incl_tax) == (Decimal("14000.10"), Decimal("12800.10"))
    names = named_by(session, [project.id])[project.id]
    lines = session.scalars(select(BudgetLine)).all()
    years = years_of(lines, Ledger(session, names).of(names))
    assert [(year.year, year.available, year.committed, year.left) for year in years] == [
        (2026, Decimal("7500.05"), Decimal("1200.00"), Decimal("6300.05")),
        (2027, Decimal("6500.05"), Decimal(0), Decimal("6500.05")),
    ]


def test_the_sums_of_many_cost_no_more_statements_than_those_of_one(session: Session) -> None:
    contract = orders.RunningContractFactory()
    projects = [make.ProjectFactory() for _ in range(5)]
    for project in projects:
        named(project, order=orders.order_of(contract, "10"))
        make.BudgetLineFactory(project=project)
    session.commit()
    ids = [project.id for project in projects]
    with count_statements(session.get_bind()) as one:
        money_of(session, ids[:1])
    with count_statements(session.get_bind()) as many:
        money_of(session, ids)
    assert len(many) == len(one)
