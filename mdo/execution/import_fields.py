"""What the imports of execution read: the columns and how their cells are read."""

from mdo.kernel.imports import values
from mdo.kernel.imports.declaring import amount_of, declared, number_of, read_name, text_of, words_of
from mdo.kernel.imports.procurement_vocabulary import ORDER_STATE
from mdo.kernel.labels import FIELD_LABELS
from models.execution import Invoice, InvoiceLine, PurchaseOrder, PurchaseOrderLine

_ORDER = FIELD_LABELS[PurchaseOrder]

_LINE = FIELD_LABELS[InvoiceLine]

ORDER_FIELDS = (
    declared("purchase_orders", "contract", _ORDER["contract"], read_name, is_required=True),
    declared("purchase_orders", "number", _ORDER["number"], text_of(PurchaseOrder, "number"), is_required=True),
    declared("purchase_orders", "subject", _ORDER["subject"], text_of(PurchaseOrder, "subject")),
    declared("purchase_orders", "state", _ORDER["state"], words_of(ORDER_STATE)),
    declared("purchase_orders", "ordered_on", _ORDER["ordered_on"], values.to_date),
    declared(
        "purchase_orders",
        "total_excl_tax",
        _ORDER["total_excl_tax"],
        amount_of(PurchaseOrderLine, "unit_price_excl_tax"),
    ),
    declared("purchase_orders", "vat_rate", _LINE["vat_rate"], amount_of(PurchaseOrderLine, "vat_rate")),
    declared("purchase_orders", "notes", _ORDER["notes"], text_of(PurchaseOrder, "notes")),
)

_INVOICE = FIELD_LABELS[Invoice]

INVOICE_FIELDS = (
    declared("invoices", "contract", _INVOICE["contract"], read_name, is_required=True),
    declared("invoices", "number", _INVOICE["number"], text_of(Invoice, "number"), is_required=True),
    declared("invoices", "supplier", _INVOICE["supplier"], read_name),
    declared("invoices", "order", _INVOICE["order"], read_name),
    declared("invoices", "subject", _INVOICE["subject"], text_of(Invoice, "subject")),
    declared("invoices", "received_on", _INVOICE["received_on"], values.to_date),
    declared("invoices", "total_excl_tax", _INVOICE["total_excl_tax"], amount_of(InvoiceLine, "amount_excl_tax")),
    declared("invoices", "vat_rate", _LINE["vat_rate"], amount_of(InvoiceLine, "vat_rate")),
    declared("invoices", "checked_on", _INVOICE["checked_on"], values.to_date),
    declared("invoices", "sent_to_payment_on", _INVOICE["sent_to_payment_on"], values.to_date),
    declared("invoices", "paid_on", _INVOICE["paid_on"], values.to_date),
    declared("invoices", "suspended_days", _INVOICE["suspended_days"], number_of(Invoice, "suspended_days")),
    declared("invoices", "notes", _INVOICE["notes"], text_of(Invoice, "notes")),
)
