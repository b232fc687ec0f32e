"""What is shown of execution."""

from mdo.execution.deliverables import DeliverableStatus
from mdo.execution.invoices import InvoiceStatus
from mdo.kernel.base.messages import N_
from models.execution import Invoice, OrderState, PurchaseOrder
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
from views.base.relations import Choices
from views.execution.deliverables import DeliverableView
from views.execution.invoices import InvoiceView, RateView
from views.execution.orders import OrderView

SCREENS = Screens(
    "execution",
    views={
        OrderView: "execution-des-marches",
        DeliverableView: "execution-des-marches",
        InvoiceView: "execution-des-marches",
        RateView: "execution-des-marches",
    },
    menu=(
        Entry(40, OrderView, "cart", under="ContractView"),
        Entry(50, DeliverableView, "box-seam", under="ContractView"),
        Entry(60, InvoiceView, "receipt", under="ContractView"),
        Entry(
            470,
            RateView,
            "percent",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The rates that late payments are counted with, by semester."),
        ),
    ),
    tones={
        OrderState: {OrderState.DRAFT: "info", OrderState.ISSUED: "ok", OrderState.CANCELLED: "muted"},
        DeliverableStatus: {
            DeliverableStatus.EXPECTED: "info",
            DeliverableStatus.LATE: "danger",
            DeliverableStatus.TO_CHECK: "warn",
            DeliverableStatus.TACIT: "warn",
            DeliverableStatus.ADMITTED: "ok",
            DeliverableStatus.REDUCED: "ok",
            DeliverableStatus.POSTPONED: "warn",
            DeliverableStatus.REJECTED: "danger",
        },
        InvoiceStatus: {
            InvoiceStatus.RECEIVED: "warn",
            InvoiceStatus.CHECKED: "info",
            InvoiceStatus.SENT: "info",
            InvoiceStatus.OVERDUE: "danger",
            InvoiceStatus.PAID: "ok",
            InvoiceStatus.PAID_LATE: "muted",
        },
    },
    choices={PurchaseOrder: Choices(PurchaseOrder.number), Invoice: Choices(Invoice.received_on.desc())},
)
