"""Columns of what hangs on a contract and has a table on its page alone: holders."""

from mdo.contracts.fields import CONTRACT_HOLDER
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import ContractHolder
from models.suppliers import Supplier

_SUPPLIER = FIELD_LABELS[Supplier]
_OF_HOLDER = (ContractHolder.supplier,)

HOLDER_COLUMNS = CONTRACT_HOLDER.columns(
    {
        1: Column("name", _SUPPLIER["name"], lambda row, today: row.supplier.name, loads=_OF_HOLDER, width=36),
        3: Column(
            "identifier_kind",
            _SUPPLIER["identifier_kind"],
            lambda row, today: row.supplier.identifier_kind,
            Kind.ENUM,
            loads=_OF_HOLDER,
        ),
        4: Column("identifier", _SUPPLIER["identifier"], lambda row, today: row.supplier.identifier, loads=_OF_HOLDER),
        5: Column(
            "is_sme", _SUPPLIER["is_sme"], lambda row, today: row.supplier.is_sme, Kind.BOOLEAN, loads=_OF_HOLDER
        ),
        6: Column("city", _SUPPLIER["city"], lambda row, today: row.supplier.city, loads=_OF_HOLDER),
    }
)
