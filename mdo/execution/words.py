"""The words of the closed lists of execution."""

from enum import StrEnum

from mdo.execution.deliverables import DeliverableStatus
from mdo.execution.invoices import InvoiceStatus
from mdo.kernel.base.messages import N_
from models.execution import DeliverableDecision, OrderState

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
