"""Columns of the lines of orders and of invoices."""

from mdo.kernel.fields.columns import Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.execution import InvoiceLine, PurchaseOrderLine

_ORDER_LINE, _INVOICE_LINE = FIELD_LABELS[PurchaseOrderLine], FIELD_LABELS[InvoiceLine]

ORDER_LINE_COLUMNS = (
    stored_column(PurchaseOrderLine.label, _ORDER_LINE["label"], width=44),
    stored_column(PurchaseOrderLine.quantity, _ORDER_LINE["quantity"], kind=Kind.DECIMAL),
    stored_column(PurchaseOrderLine.unit_price_excl_tax, _ORDER_LINE["unit_price_excl_tax"]),
    stored_column(PurchaseOrderLine.total_excl_tax, _ORDER_LINE["total_excl_tax"]),
    stored_column(PurchaseOrderLine.vat_rate, _ORDER_LINE["vat_rate"], kind=Kind.DECIMAL),
    stored_column(PurchaseOrderLine.total_incl_tax, _ORDER_LINE["total_incl_tax"]),
)

INVOICE_LINE_COLUMNS = (
    stored_column(InvoiceLine.label, _INVOICE_LINE["label"], width=44),
    stored_column(InvoiceLine.amount_excl_tax, _INVOICE_LINE["amount_excl_tax"]),
    stored_column(InvoiceLine.vat_rate, _INVOICE_LINE["vat_rate"], kind=Kind.DECIMAL),
    stored_column(InvoiceLine.total_incl_tax, _INVOICE_LINE["total_incl_tax"]),
)
