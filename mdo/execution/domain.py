"""What the kernel is told about execution."""

from mdo.execution.deadlines import DELIVERABLE_DECISION, DELIVERABLE_DUE, INVOICE_PAYMENT
from mdo.execution.exchanges import EXCHANGES
from mdo.execution.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.contracts import Contract
from models.execution import Deliverable, Invoice, InvoiceLine, LateInterestRate, PurchaseOrder, PurchaseOrderLine
from models.suppliers import Supplier

DOMAIN = Domain(
    "execution",
    rights=(
        ScreenRights("OrderView", N_("Purchase orders"), Section.PROCUREMENT, 40, Audience.PROCUREMENT),
        ScreenRights("DeliverableView", N_("Deliverables"), Section.PROCUREMENT, 50, Audience.PROCUREMENT),
        ScreenRights("InvoiceView", N_("Invoices"), Section.PROCUREMENT, 60, Audience.PROCUREMENT),
        ScreenRights("RateView", N_("Rates of late interest"), Section.SETTINGS, 130, Audience.LAW),
    ),
    deadlines=(INVOICE_PAYMENT, DELIVERABLE_DUE, DELIVERABLE_DECISION),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            150,
            PurchaseOrder,
            title=PurchaseOrder.subject,
            order=(small(PurchaseOrder.subject), PurchaseOrder.id),
            details=(PurchaseOrder.number, Contract.number),
            joins=((PurchaseOrder.contract,),),
            references=(PurchaseOrder.number,),
        ),
        SearchKind(
            160,
            Deliverable,
            title=Deliverable.name,
            order=(small(Deliverable.name), Deliverable.id),
            details=(Contract.number, Contract.title),
            joins=((Deliverable.contract,),),
        ),
        SearchKind(
            170,
            Invoice,
            title=Invoice.number,
            order=(small(Invoice.number), Invoice.id),
            details=(Supplier.name, Contract.number),
            joins=((Invoice.supplier,), (Invoice.contract,)),
            references=(Invoice.number,),
        ),
        SearchKind(180, LateInterestRate, title=LateInterestRate.source, order=(LateInterestRate.valid_from.desc(),)),
    ),
    shown_in={
        Deliverable: ("DeliverableView",),
        Invoice: ("InvoiceView",),
        InvoiceLine: ("InvoiceView",),
        LateInterestRate: ("RateView",),
        PurchaseOrder: ("OrderView",),
        PurchaseOrderLine: ("OrderView",),
    },
    computed=((PurchaseOrder, "holders"), *((Invoice, name) for name in ("total_incl_tax", "pay_by", "late_days"))),
)
