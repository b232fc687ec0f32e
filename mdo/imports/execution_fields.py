"""What the imports of purchase orders and invoices read."""

from mdo.imports import values
from mdo.imports.fields import amount, make_field, name, number, text
from mdo.imports.fields import words as word_of
from mdo.imports.vocabulary import WordList
from mdo.labels import FIELD_LABELS
from models.execution import Invoice, InvoiceLine, OrderState, PurchaseOrder, PurchaseOrderLine

_ORDER, _INVOICE = FIELD_LABELS[PurchaseOrder], FIELD_LABELS[Invoice]
_LINE = FIELD_LABELS[InvoiceLine]
ORDER_STATE = WordList(
    {
        OrderState.DRAFT: ("brouillon", "en préparation", "à émettre", "projet"),
        OrderState.ISSUED: ("émis", "engagé", "notifié", "validé"),
        OrderState.CANCELLED: ("annulé", "supprimé"),
    }
)

ORDER_FIELDS = (
    make_field("purchase_orders", "contract", _ORDER["contract"], name, is_required=True),
    make_field("purchase_orders", "number", _ORDER["number"], text(PurchaseOrder, "number"), is_required=True),
    make_field("purchase_orders", "subject", _ORDER["subject"], text(PurchaseOrder, "subject")),
    make_field("purchase_orders", "state", _ORDER["state"], word_of(ORDER_STATE)),
    make_field("purchase_orders", "ordered_on", _ORDER["ordered_on"], values.to_date),
    make_field(
        "purchase_orders", "total_excl_tax", _ORDER["total_excl_tax"], amount(PurchaseOrderLine, "unit_price_excl_tax")
    ),
    make_field("purchase_orders", "vat_rate", _LINE["vat_rate"], amount(PurchaseOrderLine, "vat_rate")),
    make_field("purchase_orders", "notes", _ORDER["notes"], text(PurchaseOrder, "notes")),
)

INVOICE_FIELDS = (
    make_field("invoices", "contract", _INVOICE["contract"], name, is_required=True),
    make_field("invoices", "number", _INVOICE["number"], text(Invoice, "number"), is_required=True),
    make_field("invoices", "supplier", _INVOICE["supplier"], name),
    make_field("invoices", "order", _INVOICE["order"], name),
    make_field("invoices", "subject", _INVOICE["subject"], text(Invoice, "subject")),
    make_field("invoices", "received_on", _INVOICE["received_on"], values.to_date),
    make_field("invoices", "total_excl_tax", _INVOICE["total_excl_tax"], amount(InvoiceLine, "amount_excl_tax")),
    make_field("invoices", "vat_rate", _LINE["vat_rate"], amount(InvoiceLine, "vat_rate")),
    make_field("invoices", "checked_on", _INVOICE["checked_on"], values.to_date),
    make_field("invoices", "sent_to_payment_on", _INVOICE["sent_to_payment_on"], values.to_date),
    make_field("invoices", "paid_on", _INVOICE["paid_on"], values.to_date),
    make_field("invoices", "suspended_days", _INVOICE["suspended_days"], number(Invoice, "suspended_days")),
    make_field("invoices", "notes", _INVOICE["notes"], text(Invoice, "notes")),
)
