"""Suppliers on screen."""

from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.suppliers.columns import SUPPLIER_COLUMNS
from models.suppliers import Supplier
from views.base.filters import BooleanFilter
from views.base.view import BackofficeView

_LABELS = FIELD_LABELS[Supplier]


class SupplierView(BackofficeView):
    """Companies that tender for contracts, hold or are subcontracted some."""

    model = Supplier
    route_base = "/prestataires"
    columns = SUPPLIER_COLUMNS
    order = ("name", "asc")
    sections = (
        (N_("Supplier"), ("name", "identifier_kind", "identifier", "vat_number", "is_sme", "is_active")),
        (N_("Contact"), ("email", "phone", "website", "address", "postal_code", "city")),
        (N_("Notes"), ("notes",)),
    )
    personal = frozenset({"email", "phone"})
    filters = (
        BooleanFilter("is_sme", _LABELS["is_sme"], Supplier.is_sme),
        BooleanFilter("is_active", _LABELS["is_active"], Supplier.is_active),
    )
