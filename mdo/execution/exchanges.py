"""What of execution comes in and goes out as workbooks."""

from mdo.execution import import_invoices, import_orders
from mdo.execution.columns import INVOICE_EXPORT_COLUMNS, ORDER_EXPORT_COLUMNS
from mdo.execution.fields import INVOICE_FIELDS, ORDER_FIELDS
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from models.execution import Invoice, InvoiceLine, PurchaseOrder, PurchaseOrderLine

EXCHANGES = (
    ImportKind(
        place=130,
        code="purchase_orders",
        label=MODEL_LABELS[PurchaseOrder][1],
        fields=ORDER_FIELDS,
        required=import_orders.REQUIRED,
        plan_lines=import_orders.plan_orders,
        view=import_orders.VIEW,
        model=PurchaseOrder,
        columns=ORDER_EXPORT_COLUMNS,
        sent=Layout(EVERY_FIELD, "contract number"),
        helped_by=(PurchaseOrder, PurchaseOrderLine),
    ),
    ImportKind(
        place=140,
        code="invoices",
        label=MODEL_LABELS[Invoice][1],
        fields=INVOICE_FIELDS,
        required=import_invoices.REQUIRED,
        plan_lines=import_invoices.plan_invoices,
        view=import_invoices.VIEW,
        model=Invoice,
        columns=INVOICE_EXPORT_COLUMNS,
        sent=Layout(EVERY_FIELD, "contract number"),
        helped_by=(Invoice, InvoiceLine),
    ),
)
