"""Columns of what hangs on a contract and has a table on its page alone: holders, documents, publications, lines."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import ContractDocument, ContractHolder
from models.decp import OpenDataRelease
from models.execution import InvoiceLine, PurchaseOrderLine
from models.shared_contracts import SharedDeliverable
from models.suppliers import Supplier

_SUPPLIER = FIELD_LABELS[Supplier]
_HOLDER = FIELD_LABELS[ContractHolder]
_DOCUMENT = FIELD_LABELS[ContractDocument]
_RELEASE = FIELD_LABELS[OpenDataRelease]
_ORDER_LINE, _INVOICE_LINE = FIELD_LABELS[PurchaseOrderLine], FIELD_LABELS[InvoiceLine]
_DELIVERABLE = FIELD_LABELS[SharedDeliverable]
_OF_HOLDER = (ContractHolder.supplier,)

HOLDER_COLUMNS = (
    Column("name", _SUPPLIER["name"], lambda row, today: row.supplier.name, loads=_OF_HOLDER, width=36),
    stored_column(ContractHolder.position, _HOLDER["position"]),
    Column(
        "identifier_kind",
        _SUPPLIER["identifier_kind"],
        lambda row, today: row.supplier.identifier_kind,
        Kind.ENUM,
        loads=_OF_HOLDER,
    ),
    Column("identifier", _SUPPLIER["identifier"], lambda row, today: row.supplier.identifier, loads=_OF_HOLDER),
    Column("is_sme", _SUPPLIER["is_sme"], lambda row, today: row.supplier.is_sme, Kind.BOOLEAN, loads=_OF_HOLDER),
    Column("city", _SUPPLIER["city"], lambda row, today: row.supplier.city, loads=_OF_HOLDER),
)

DOCUMENT_COLUMNS = (
    stored_column(ContractDocument.title, _DOCUMENT["title"], width=44),
    stored_column(ContractDocument.kind, _DOCUMENT["kind"], width=26),
    stored_column(ContractDocument.number, _DOCUMENT["number"], width=10),
    stored_column(ContractDocument.file_name, _DOCUMENT["file_name"], width=44),
    Column("kilobytes", N_("Size (KB)"), lambda row, today: -(-row.size // 1024), Kind.INTEGER, width=12),
    stored_column(ContractDocument.made_at, _DOCUMENT["made_at"], width=18),
    Column(
        "made_by",
        _DOCUMENT["made_by"],
        lambda row, today: str(row.made_by) if row.made_by else None,
        loads=(ContractDocument.made_by,),
        width=26,
    ),
)

RELEASE_COLUMNS = (
    stored_column(OpenDataRelease.released_on, _RELEASE["released_on"]),
    Column(
        "released_by",
        _RELEASE["released_by"],
        lambda row, today: str(row.released_by) if row.released_by else None,
        loads=(OpenDataRelease.released_by,),
        width=26,
    ),
    stored_column(OpenDataRelease.sha256, _RELEASE["sha256"], width=68),
)

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

SHARED_DELIVERABLE_COLUMNS = (
    stored_column(SharedDeliverable.name, _DELIVERABLE["name"], width=44),
    stored_column(SharedDeliverable.due_on, _DELIVERABLE["due_on"]),
    stored_column(SharedDeliverable.received_on, _DELIVERABLE["received_on"]),
)
