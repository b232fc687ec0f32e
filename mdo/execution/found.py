"""How rows of execution are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.contracts import Contract
from models.execution import Deliverable, Invoice, LateInterestRate, PurchaseOrder
from models.suppliers import Supplier

FOUND: tuple[Kind, ...] = (
    Kind(
        150,
        PurchaseOrder,
        title=PurchaseOrder.subject,
        order=(small(PurchaseOrder.subject), PurchaseOrder.id),
        details=(PurchaseOrder.number, Contract.number),
        joins=((PurchaseOrder.contract,),),
        references=(PurchaseOrder.number,),
    ),
    Kind(
        160,
        Deliverable,
        title=Deliverable.name,
        order=(small(Deliverable.name), Deliverable.id),
        details=(Contract.number, Contract.title),
        joins=((Deliverable.contract,),),
    ),
    Kind(
        170,
        Invoice,
        title=Invoice.number,
        order=(small(Invoice.number), Invoice.id),
        details=(Supplier.name, Contract.number),
        joins=((Invoice.supplier,), (Invoice.contract,)),
        references=(Invoice.number,),
    ),
    Kind(180, LateInterestRate, title=LateInterestRate.source, order=(LateInterestRate.valid_from.desc(),)),
)
