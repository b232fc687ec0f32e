"""Columns of suppliers."""

from mdo.kernel.fields.columns import Column, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.suppliers import Supplier, SupplierContact

_SUPPLIER, _CONTACT = FIELD_LABELS[Supplier], FIELD_LABELS[SupplierContact]

SUPPLIER_COLUMNS = (
    Column("name", _SUPPLIER["name"], lambda row, today: row.name, sort=(Supplier.sort_key,), width=36),
    stored_column(Supplier.identifier, _SUPPLIER["identifier"], width=20),
    stored_column(Supplier.identifier_kind, _SUPPLIER["identifier_kind"], is_shown=False),
    stored_column(Supplier.is_sme, _SUPPLIER["is_sme"]),
    stored_column(Supplier.city, _SUPPLIER["city"]),
    stored_column(Supplier.email, _SUPPLIER["email"], width=30, is_personal=True),
    stored_column(Supplier.phone, _SUPPLIER["phone"], is_personal=True),
    stored_column(Supplier.is_active, _SUPPLIER["is_active"], is_shown=False),
    stored_column(Supplier.vat_number, _SUPPLIER["vat_number"], is_shown=False),
    stored_column(Supplier.address, _SUPPLIER["address"], width=36, is_shown=False),
    stored_column(Supplier.postal_code, _SUPPLIER["postal_code"], is_shown=False),
)

CONTACT_COLUMNS = (
    stored_column(SupplierContact.name, _CONTACT["name"], width=30, is_personal=True),
    stored_column(SupplierContact.function, _CONTACT["function"], width=30, is_personal=True),
    stored_column(SupplierContact.email, _CONTACT["email"], width=30, is_personal=True),
    stored_column(SupplierContact.phone, _CONTACT["phone"], is_personal=True),
    stored_column(SupplierContact.notes, _CONTACT["notes"], is_personal=True),
)
