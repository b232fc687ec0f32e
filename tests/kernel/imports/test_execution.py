"""Import of the finance software's export: orders, invoices and payments, line by line, and back without a change."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.contracts.figures import balance_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.undo import undo_as_far
from models.contracts import Contract
from models.execution import Invoice, OrderState, PurchaseOrder
from models.journal import JournalEntry
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import orders as make
from tests.support.procurement import ContractHolderFactory, SupplierFactory

ORDERS = ("N° de marché", "N° BC", "Objet", "Date de commande", "Montant HT", "TVA", "État")
INVOICES = ("N° de marché", "N° facture", "N° BC", "Date de réception", "Montant HT", "TVA", "Payée le", "Fournisseur")
PAYMENTS = ("N° de marché", "N° facture", "Date de paiement")


@pytest.fixture
def contract(session: Session) -> Contract:
    """10,000 € at most; 1,000 € of them ordered before."""
    found: Contract = make.RunningContractFactory(number="AMO-2026-09", opening_ordered_excl_tax=Decimal(1000))
    ContractHolderFactory(contract=found, supplier=SupplierFactory(name="Nova Concertation"))
    session.commit()
    session.expire_all()
    return found


def planned(session: Session, kind: str, headers: tuple[str, ...], *rows: Any) -> ImportPlan:
    full = (row + (None,) * (len(headers) - len(row)) for row in rows)
    return plan(session, kind, workbook(headers, *full), today=TODAY)


def test_orders_come_in_and_come_again_without_a_change(session: Session, contract: Contract) -> None:
    rows = (
        ("AMO-2026-09", "BC-1", "Assemblées", "01/10/2026", "4 000,50 €", 5.5),
        ("AMO-2026-09", "BC-2", None, None, 300),
        ("AMO-2026-09", "BC-3", "Annulé", "02/10/2026", 9000, 20, "annulé"),
        ("INCONNU", "BC-4", "x", "01/10/2026", 1),
        ("AMO-2026-09", "BC-5", "Trop tôt", "01/10/2025", 1),
        ("AMO-2026-09", "BC-6", "Sans montant", "01/10/2026"),
    )
    made = planned(session, "purchase_orders", ORDERS, *rows)
    assert states(made) == ["created", "created", "created", "asked", "error", "error"]
    assert places(made) == {(5, "N° de marché"), (6, "Date de commande"), (7, "Montant HT")}
    apply(session, made, only_valid=True)
    session.commit()
    found = session.scalars(select(PurchaseOrder).order_by(PurchaseOrder.number)).all()
    assert [row.state for row in found] == [OrderState.ISSUED, OrderState.DRAFT, OrderState.CANCELLED]
    assert found[1].subject == contract.title
    assert [(line.total_excl_tax, line.total_incl_tax) for line in found[0].lines] == [
        (Decimal("4000.50"), Decimal("4220.53"))
    ]
    assert balance_of(session, contract).ordered == Decimal("5000.50")
    assert states(planned(session, "purchase_orders", ORDERS, *rows[:3])) == ["unchanged"] * 3
    changed = planned(session, "purchase_orders", ORDERS, ("AMO-2026-09", "BC-1", None, None, 4100))
    assert states(changed) == ["changed"]
    apply(session, changed)
    assert balance_of(session, contract).ordered == Decimal(5100)


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        (("4000", "5000"), ["created", "created"]),
        (("4000", "5000.01"), ["created", "error"]),
        (("9000.01", "9000"), ["error", "created"]),  # a refused line takes no room
    ],
)
def test_the_orders_of_a_file_never_pass_the_maximum_together(session, contract, amounts, found) -> None:
    rows = [("AMO-2026-09", f"BC-{number}", "x", "01/10/2026", float(amount)) for number, amount in enumerate(amounts)]
    made = planned(session, "purchase_orders", ORDERS, *rows)
    assert states(made) == found
    assert {header for _, header in places(made)} <= {"Montant HT"}


def test_an_order_of_several_lines_is_changed_on_its_page(session: Session, contract: Contract) -> None:
    order = make.order_of(contract, "100", number="BC-1")
    make.PurchaseOrderLineFactory(order=order, unit_price_excl_tax=Decimal(50), position=2)
    session.commit()
    session.expire_all()
    for total, state in ((150, "unchanged"), (151, "error")):
        row = ("AMO-2026-09", "BC-1", order.subject, order.ordered_on, total)
        assert states(planned(session, "purchase_orders", ORDERS, row)) == [state]
    twice = [("AMO-2026-09", "BC-9", "x", "01/10/2026", 1)] * 2
    assert states(planned(session, "purchase_orders", ORDERS, *twice)) == ["asked", "asked"]


def test_invoices_then_their_payments_come_in(session: Session, contract: Contract) -> None:
    make.order_of(contract, "3000", number="BC-1")
    SupplierFactory(name="Autre cabinet")
    session.commit()
    rows = (
        ("AMO-2026-09", "F-1", "BC-1", "02/11/2026", 1000, 20),
        ("AMO-2026-09", "F-1", None, "03/11/2026", 500, 0, None, "Autre cabinet"),
        ("AMO-2026-09", "AV-1", None, "03/11/2026", -100),
        ("AMO-2026-09", "F-2", "BC-8", "03/11/2026", 1),
        ("AMO-2026-09", "F-3", None, None, 1),
        ("AMO-2026-09", "F-4", None, "03/11/2026", 1, 20, "02/11/2026"),
    )
    made = planned(session, "invoices", INVOICES, *rows)
    assert states(made) == ["created", "created", "created", "error", "error", "error"]
    assert places(made) == {(5, "N° BC"), (6, "Date de réception"), (7, "Payée le")}
    apply(session, made, only_valid=True)
    session.commit()
    assert states(planned(session, "invoices", INVOICES, *rows[:3])) == ["unchanged"] * 3
    days = [("AMO-2026-09", number, "20/11/2026") for number in ("AV-1", "F-9", "F-1")]
    paid = planned(session, "invoices", PAYMENTS, *days)
    assert states(paid) == ["changed", "error", "changed"]
    apply(session, paid, only_valid=True)
    session.commit()
    balance = balance_of(session, contract)
    assert (balance.invoiced, balance.paid) == (Decimal(1400), Decimal(900))
    suppliers = {(row.number, str(row.supplier)) for row in session.scalars(select(Invoice))}
    assert suppliers == {("F-1", "Nova Concertation"), ("F-1", "Autre cabinet"), ("AV-1", "Nova Concertation")}


def test_an_import_of_orders_is_taken_back(session: Session, contract: Contract) -> None:
    made = planned(session, "purchase_orders", ORDERS, ("AMO-2026-09", "BC-1", "x", "01/10/2026", 4000))
    apply(session, made)
    session.commit()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo_as_far(session, entry, TODAY)
    session.commit()
    assert session.scalars(select(PurchaseOrder)).all() == []
    assert balance_of(session, contract).ordered == Decimal(1000)


def test_a_change_that_comes_back_keeps_to_the_maximum(session: Session, contract: Contract) -> None:
    """An order cancelled, another one in its place: the first does not come back by undo."""
    order = make.order_of(contract, "9000", number="BC-1", ordered_on=dt.date(2026, 10, 1))
    session.commit()
    order.state = OrderState.CANCELLED
    session.commit()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    make.order_of(contract, "1", number="BC-2")
    session.commit()
    with pytest.raises(RuleViolation, match="passes the maximum"):
        undo_as_far(session, entry, TODAY)
