"""What the imports of suppliers read: the columns and how their cells are read."""

from mdo.kernel.imports import procurement_vocabulary as words
from mdo.kernel.imports.declaring import declared, read_email, read_phone, read_url, read_yes_no, text_of, words_of
from mdo.kernel.labels import FIELD_LABELS
from models.suppliers import Supplier

_SUPPLIER = FIELD_LABELS[Supplier]

SUPPLIER_FIELDS = (
    declared("suppliers", "name", _SUPPLIER["name"], text_of(Supplier, "name"), is_required=True),
    declared("suppliers", "identifier_kind", _SUPPLIER["identifier_kind"], words_of(words.IDENTIFIER_KIND)),
    declared("suppliers", "identifier", _SUPPLIER["identifier"], text_of(Supplier, "identifier")),
    declared("suppliers", "vat_number", _SUPPLIER["vat_number"], text_of(Supplier, "vat_number")),
    declared("suppliers", "is_sme", _SUPPLIER["is_sme"], read_yes_no),
    declared("suppliers", "is_active", _SUPPLIER["is_active"], read_yes_no),
    declared("suppliers", "email", _SUPPLIER["email"], read_email, is_personal=True),
    declared("suppliers", "phone", _SUPPLIER["phone"], read_phone, is_personal=True),
    declared("suppliers", "website", _SUPPLIER["website"], read_url),
    declared("suppliers", "address", _SUPPLIER["address"], text_of(Supplier, "address")),
    declared("suppliers", "postal_code", _SUPPLIER["postal_code"], text_of(Supplier, "postal_code")),
    declared("suppliers", "city", _SUPPLIER["city"], text_of(Supplier, "city")),
    declared("suppliers", "notes", _SUPPLIER["notes"], text_of(Supplier, "notes")),
)
