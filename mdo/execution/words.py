"""The words of execution: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.execution.deliverables import DeliverableStatus
from mdo.execution.invoices import InvoiceStatus
from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.execution import (
    Deliverable,
    DeliverableDecision,
    Invoice,
    InvoiceLine,
    LateInterestRate,
    OrderState,
    PurchaseOrder,
    PurchaseOrderLine,
)

_CONTRACT = {"contract": N_("Contract"), "contract_id": N_("Contract")}

_LINE = {
    "position": N_("Order"),
    "label": N_("Description"),
    "vat_rate": N_("VAT rate (%)"),
    "total_incl_tax": N_("Amount with tax (€)"),
}

_ORDER = {"order": N_("Purchase order"), "order_id": N_("Purchase order")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    PurchaseOrder: (N_("Purchase order"), N_("Purchase orders")),
    PurchaseOrderLine: (N_("Line of a purchase order"), N_("Lines of purchase orders")),
    Deliverable: (N_("Deliverable"), N_("Deliverables")),
    Invoice: (N_("Invoice"), N_("Invoices")),
    InvoiceLine: (N_("Line of an invoice"), N_("Lines of invoices")),
    LateInterestRate: (N_("Rate of late interest"), N_("Rates of late interest")),
}

FIELDS: dict[type, dict[str, str]] = {
    PurchaseOrder: {
        **_CONTRACT,
        "number": N_("Order number"),
        "subject": N_("What is ordered"),
        "state": N_("State"),
        "ordered_on": N_("Ordered on"),
        "notes": N_("Notes"),
        "lines": N_("Lines"),
        "line_items": N_("Lines"),
        "total_excl_tax": N_("Amount before tax (€)"),
        "total_incl_tax": N_("Amount with tax (€)"),
        "holders": N_("Holders"),
    },
    PurchaseOrderLine: {
        **_LINE,
        "order": N_("Purchase order"),
        "order_id": N_("Purchase order"),
        "quantity": N_("Quantity"),
        "unit_price_excl_tax": N_("Unit price before tax (€)"),
        "total_excl_tax": N_("Amount before tax (€)"),
    },
    Deliverable: {
        **_CONTRACT,
        **_ORDER,
        "name": N_("Deliverable"),
        "due_on": N_("Due on"),
        "received_on": N_("Received on (document)"),
        "verified_on": N_("Verified on"),
        "decision": N_("Decision"),
        "decided_on": N_("Decided on"),
        "reduction_excl_tax": N_("Price reduction before tax (€)"),
        "reason": N_("Reason of the decision"),
        "notes": N_("Notes"),
        "status": N_("Status"),
        "tacit_on": N_("Tacit admission on"),
        "late_days": N_("Late by (days)"),
    },
    Invoice: {
        **_CONTRACT,
        **_ORDER,
        "supplier": N_("Supplier"),
        "supplier_id": N_("Supplier"),
        "number": N_("Invoice number"),
        "subject": N_("What is invoiced"),
        "received_on": N_("Received on"),
        "checked_on": N_("Checked on"),
        "sent_to_payment_on": N_("Sent to payment on"),
        "paid_on": N_("Paid on"),
        "suspended_days": N_("Suspension of the delay (days)"),
        "notes": N_("Notes"),
        "lines": N_("Lines"),
        "line_items": N_("Lines"),
        "total_excl_tax": N_("Amount before tax (€)"),
        "total_incl_tax": N_("Amount with tax (€)"),
        "status": N_("Status"),
        "pay_by": N_("To be paid by"),
        "late_days": N_("Late by (days)"),
    },
    InvoiceLine: {
        **_LINE,
        "invoice": N_("Invoice"),
        "invoice_id": N_("Invoice"),
        "amount_excl_tax": N_("Amount before tax (€)"),
    },
    LateInterestRate: {
        "valid_from": N_("Valid from"),
        "rate": N_("Rate of the central bank (%)"),
        "source": N_("Source"),
        "is_to_confirm": N_("To be confirmed"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    OrderState: {
        OrderState.DRAFT: N_("Draft (document)"),
        OrderState.ISSUED: N_("Issued (document)"),
        OrderState.CANCELLED: N_("Cancelled (document)"),
    },
    DeliverableStatus: {
        DeliverableStatus.EXPECTED: N_("Expected (document)"),
        DeliverableStatus.LATE: N_("Late (document)"),
        DeliverableStatus.TO_CHECK: N_("To be checked"),
        DeliverableStatus.TACIT: N_("Admitted by silence"),
        DeliverableStatus.ADMITTED: N_("Admitted (document)"),
        DeliverableStatus.REDUCED: N_("Admitted at a reduced price"),
        DeliverableStatus.POSTPONED: N_("Postponed (document)"),
        DeliverableStatus.REJECTED: N_("Rejected (document)"),
    },
    InvoiceStatus: {
        InvoiceStatus.RECEIVED: N_("Received, to be checked"),
        InvoiceStatus.CHECKED: N_("Checked, to be sent to payment"),
        InvoiceStatus.SENT: N_("Sent to payment"),
        InvoiceStatus.OVERDUE: N_("Payment overdue"),
        InvoiceStatus.PAID: N_("Paid"),
        InvoiceStatus.PAID_LATE: N_("Paid late"),
    },
    DeliverableDecision: {
        DeliverableDecision.ADMISSION: N_("Admission"),
        DeliverableDecision.POSTPONEMENT: N_("Postponement (to be done again)"),
        DeliverableDecision.REDUCTION: N_("Admission at a reduced price"),
        DeliverableDecision.REJECTION: N_("Rejection"),
    },
}

HELP: dict[type, dict[str, str]] = {
    PurchaseOrder: {
        "number": N_("As in the finance software: its export is matched by the contract and this number."),
        "state": N_("Only an order that was issued counts against the maximum."),
        "line_items": N_("A line left empty is none. Each line has its own VAT rate."),
    },
    Deliverable: {
        "order": N_("The order that asks for it, if there is one."),
        "received_on": N_("The delay to check it is counted from this day."),
        "verified_on": N_("When the checks were over, if this was noted before the decision."),
        "decision": N_("Without a decision in the delay of the contract, the deliverable is admitted by silence."),
        "reduction_excl_tax": N_("Asked for an admission at a reduced price, and for it alone."),
        "reason": N_("Asked for every decision but an admission: it is owed to the holder."),
    },
    Invoice: {
        "supplier": N_("Left empty: the holder of the contract, or the lead of its grouping."),
        "number": N_("That of the supplier, as on the invoice."),
        "received_on": N_("The 30 days to pay are counted from this day."),
        "suspended_days": N_("They come on top of the 30 days."),
        "line_items": N_("A line left empty is none. Below zero for a credit note."),
    },
    LateInterestRate: {
        "rate": N_("Of the European central bank alone: the 8 points of the law are added."),
        "valid_from": N_("The rate applied to an invoice is that of its first late day."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    PurchaseOrder: Source(
        ("number", "subject", "notes", "contract.number", "contract.title", "contract.holders.supplier.name")
    ),
    Deliverable: Source(("name", "reason", "contract.number", "contract.title", "order.number")),
    Invoice: Source(("number", "subject", "contract.number", "contract.title", "order.number", "supplier.name")),
    LateInterestRate: Source(("source",)),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    PurchaseOrder: PurchaseOrder.number + " – " + PurchaseOrder.subject,
    PurchaseOrderLine: PurchaseOrderLine.label,
    Deliverable: Deliverable.name,
    Invoice: Invoice.number,
    InvoiceLine: InvoiceLine.label,
}
