"""What is shown of suppliers."""

from mdo.kernel.base.messages import N_
from models.suppliers import Supplier
from views.base.domain import Action, Screens
from views.base.entries import Entry
from views.base.relations import Choices
from views.suppliers.screens import SupplierView

SCREENS = Screens(
    "suppliers",
    views={SupplierView: "prestataires"},
    menu=(Entry(120, SupplierView, "shop", under="ContractView"),),
    actions=(Action(70, SupplierView, N_("New supplier"), "shop"),),
    choices={Supplier: Choices(Supplier.sort_key)},
)
