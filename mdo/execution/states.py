"""The acts on orders, deliverables and invoices: what each waits for, the next one first."""

from collections.abc import Mapping
from typing import Any

from mdo.execution.deliverables import NOT_ADMITTED
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine, never
from models.execution import Deliverable, DeliverableDecision, Invoice, OrderState, PurchaseOrder


def _is_to_receive(row: Deliverable) -> bool:
    return row.received_on is None or row.decision in NOT_ADMITTED


def _propose_reception(session: AnySession, row: Deliverable) -> Mapping[str, Any]:
    return {"received_on": context_of(session).today} if _is_to_receive(row) else {}


def _check_anew(session: AnySession, row: Deliverable, asked: Mapping[str, Any]) -> None:
    """What was not admitted and comes again is checked anew."""
    if row.decision in NOT_ADMITTED:
        row.decision = row.decided_on = row.verified_on = row.reason = None


def _propose_admission(session: AnySession, row: Deliverable) -> Mapping[str, Any]:
    if row.decision is not None:
        return {}
    return {"decision": DeliverableDecision.ADMISSION, "decided_on": context_of(session).today}


# fmt: off
ORDER_ACTS = Machine(PurchaseOrder, (
    Act("issue", N_("Issue the order"), "send", ("ordered_on",), N_("Issue of the order"), today=("ordered_on",),
        target=OrderState.ISSUED, offered=lambda row, law: row.state is OrderState.DRAFT),
    Act("cancel", N_("Cancel the order"), "x-circle", ("notes",), N_("Cancellation of the order"),
        target=OrderState.CANCELLED, offered=never),
), stored="state")
DELIVERABLE_ACTS = Machine(Deliverable, (
    Act("receive", N_("Note the reception"), "inbox", ("received_on",), N_("Reception of the deliverable"),
        offered=lambda row, law: _is_to_receive(row), propose=_propose_reception, write=_check_anew),
    Act("decide", N_("Decide"), "check-lg", ("decision", "decided_on", "reduction_excl_tax", "reason"),
        N_("Decision on the deliverable"), optional=("reduction_excl_tax", "reason"),
        offered=lambda row, law: row.received_on is not None and row.decision is None, propose=_propose_admission),
))
INVOICE_ACTS = Machine(Invoice, (
    Act("mark_checked", N_("Note the check"), "check-lg", ("checked_on",), N_("Check of the invoice"), "checked",
        today=("checked_on",),
            offered=lambda row, law: not (row.checked_on or row.sent_to_payment_on or row.paid_on)),
    Act("send_to_payment", N_("Send to payment"), "send", ("sent_to_payment_on",), N_("Sending to payment"), "sent",
        today=("sent_to_payment_on",), offered=lambda row, law: not (row.sent_to_payment_on or row.paid_on)),
    Act("pay", N_("Note the payment"), "check2-circle", ("paid_on",), N_("Payment of the invoice"), "paid",
        today=("paid_on",), offered=lambda row, law: row.paid_on is None),
))
# fmt: on
