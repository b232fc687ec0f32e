"""What the kernel is told about suppliers."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind
from mdo.suppliers.exchanges import EXCHANGES
from mdo.suppliers.row_rules import RULES
from models.suppliers import Supplier, SupplierContact

DOMAIN = Domain(
    "suppliers",
    rights=(ScreenRights("SupplierView", N_("Suppliers"), Section.PROCUREMENT, 160, Audience.PROCUREMENT),),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            130,
            Supplier,
            title=Supplier.name,
            order=(Supplier.sort_key,),
            details=(Supplier.identifier, Supplier.city),
            references=(Supplier.identifier,),
        ),
    ),
    shown_in={Supplier: ("SupplierView",), SupplierContact: ("SupplierView",)},
    personal=(SupplierContact,),
)
