"""Columns of what hangs on a contract and has a table on its page alone: holders, documents."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import ContractDocument, ContractHolder
from models.suppliers import Supplier

_SUPPLIER = FIELD_LABELS[Supplier]
_HOLDER = FIELD_LABELS[ContractHolder]
_DOCUMENT = FIELD_LABELS[ContractDocument]
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
