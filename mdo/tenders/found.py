"""How rows of tenders are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind
from models.contracts import Contract
from models.suppliers import Supplier
from models.tenders import Tender

FOUND: tuple[Kind, ...] = (
    Kind(
        260,
        Tender,
        title=Supplier.name,
        order=(Tender.contract_id, Tender.position, Tender.id),
        details=(Contract.number, Contract.title),
        joins=((Tender.supplier,), (Tender.contract,)),
    ),
)
