"""Invented orders, deliverables and invoices, as `tests.support.factories` makes the others."""

import datetime as dt
from decimal import Decimal

import factory

from models.contracts import Contract, ContractState, Technique
from models.execution import (
    Deliverable,
    Invoice,
    InvoiceLine,
    LateInterestRate,
    OrderState,
    PurchaseOrder,
    PurchaseOrderLine,
)
from tests.support.factories import RowFactory
from tests.support.procurement import ContractFactory, SupplierFactory


class RunningContractFactory(ContractFactory):
    """An accord-cadre of 10,000 € at most, running for the two years 2026 and 2027."""

    class Meta:
        model = Contract

    state = ContractState.RUNNING
    technique = Technique.FRAMEWORK
    has_purchase_orders = True
    amount_excl_tax = Decimal(10_000)
    maximum_excl_tax = Decimal(10_000)
    notified_on = dt.date(2025, 12, 15)
    starts_on = dt.date(2026, 1, 1)
    ends_on = dt.date(2027, 12, 31)


class PurchaseOrderFactory(RowFactory):
    class Meta:
        model = PurchaseOrder

    contract = factory.SubFactory(RunningContractFactory)
    number = factory.Sequence(lambda n: f"BC-{n:03d}")
    subject = factory.Sequence(lambda n: f"Commande {n}")
    state = OrderState.ISSUED
    ordered_on = dt.date(2026, 10, 1)


class PurchaseOrderLineFactory(RowFactory):
    class Meta:
        model = PurchaseOrderLine

    order = factory.SubFactory(PurchaseOrderFactory)
    label = "Réunion animée"
    unit_price_excl_tax = Decimal(1000)


class DeliverableFactory(RowFactory):
    class Meta:
        model = Deliverable

    contract = factory.SubFactory(RunningContractFactory)
    name = factory.Sequence(lambda n: f"Livrable {n}")
    due_on = dt.date(2026, 11, 30)


class InvoiceFactory(RowFactory):
    class Meta:
        model = Invoice

    contract = factory.SubFactory(RunningContractFactory)
    supplier = factory.SubFactory(SupplierFactory)
    number = factory.Sequence(lambda n: f"F-{n:03d}")
    received_on = dt.date(2026, 11, 2)


class InvoiceLineFactory(RowFactory):
    class Meta:
        model = InvoiceLine

    invoice = factory.SubFactory(InvoiceFactory)
    label = "Réunion animée"
    amount_excl_tax = Decimal(1000)


class LateInterestRateFactory(RowFactory):
    """A rate of long ago."""

    class Meta:
        model = LateInterestRate

    valid_from = factory.Sequence(lambda n: dt.date(1980, 1, 1) + dt.timedelta(days=n))
    rate = Decimal("2.15")


def order_of(contract: Contract, amount: str, **values: object) -> PurchaseOrder:
    """An order of one line of this amount before tax."""
    order: PurchaseOrder = PurchaseOrderFactory(contract=contract, **values)
    PurchaseOrderLineFactory(order=order, unit_price_excl_tax=Decimal(amount))
    return order


def invoice_of(contract: Contract, amount: str, **values: object) -> Invoice:
    """An invoice of one line of this amount before tax."""
    invoice: Invoice = InvoiceFactory(contract=contract, **values)
    InvoiceLineFactory(invoice=invoice, amount_excl_tax=Decimal(amount))
    return invoice


def an_invoice_of_an_order(contract: Contract) -> Invoice:
    """An order of the contract and its invoice, with all that their imports may say."""
    order = order_of(contract, "1234.50", number="BC-7", ordered_on=dt.date(2026, 10, 1), notes="Prévenue par courriel")
    supplier = contract.holders[0].supplier
    days = {
        "received_on": dt.date(2026, 10, 5),
        "checked_on": dt.date(2026, 10, 6),
        "sent_to_payment_on": dt.date(2026, 10, 7),
        "paid_on": dt.date(2026, 10, 20),
    }
    return invoice_of(contract, "-12.34", order=order, supplier=supplier, subject="Avoir", suspended_days=2, **days)
