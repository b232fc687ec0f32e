"""What the mission means by the fields of orders, deliverables and invoices."""

from mdo.kernel.base.messages import N_
from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder

EXECUTION_HELP: dict[type, dict[str, str]] = {
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
