"""Rows of execution that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder
from tests.contracts.search_rows import ordered_on_row
from tests.support import orders


def order_row() -> PurchaseOrder:
    return orders.PurchaseOrderFactory(
        contract=ordered_on_row(), number="BÉ-7", subject="Réunions élargies", notes="Reporté à l’été"
    )


def deliverable_row() -> Deliverable:
    order = order_row()
    return orders.DeliverableFactory(
        contract=order.contract, order=order, name="Synthèse générale", reason="À compléter"
    )


def invoice_row() -> Invoice:
    order = order_row()
    return orders.InvoiceFactory(
        contract=order.contract,
        order=order,
        supplier=order.contract.holders[0].supplier,
        number="FÉ-12",
        subject="Première réunion",
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    PurchaseOrder: (order_row,),
    Deliverable: (deliverable_row,),
    Invoice: (invoice_row,),
    LateInterestRate: (lambda: orders.LateInterestRateFactory(source="Banque centrale européenne"),),
}
