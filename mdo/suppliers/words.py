"""The words of suppliers: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.suppliers import IdentifierKind, Supplier, SupplierContact

_SUPPLIER = {"supplier": N_("Supplier"), "supplier_id": N_("Supplier")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Supplier: (N_("Supplier"), N_("Suppliers")),
    SupplierContact: (N_("Contact of a supplier"), N_("Contacts of suppliers")),
}

FIELDS: dict[type, dict[str, str]] = {
    Supplier: {
        "name": N_("Name"),
        "identifier_kind": N_("Kind of identifier"),
        "identifier": N_("Identifier (SIRET)"),
        "vat_number": N_("VAT number"),
        "is_sme": N_("SME"),
        "address": N_("Address"),
        "postal_code": N_("Postal code"),
        "city": N_("City"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "website": N_("Website"),
        "is_active": N_("In use"),
        "notes": N_("Notes"),
        "contacts": N_("Contacts"),
    },
    SupplierContact: {
        **_SUPPLIER,
        "name": N_("Name"),
        "function": N_("Function"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "notes": N_("Notes"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    IdentifierKind: {
        IdentifierKind.SIRET: N_("SIRET"),
        IdentifierKind.VAT: N_("European VAT number"),
        IdentifierKind.TAHITI: N_("TAHITI (French Polynesia)"),
        IdentifierKind.RIDET: N_("RIDET (New Caledonia)"),
        IdentifierKind.FRWF: N_("FRWF (Wallis and Futuna)"),
        IdentifierKind.IREP: N_("IREP (association of sport)"),
        IdentifierKind.OUTSIDE_EU: N_("Outside the European Union"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Supplier: {
        "identifier": N_("SIRET: 14 digits, of the establishment that tenders."),
        "vat_number": N_("French: FR, a key of two characters and the SIREN."),
        "is_sme": N_("Fewer than 250 people; counts for the advance."),
        "is_active": N_("Unticked, it is proposed no more and its contracts stay."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Supplier: Source(("name", "identifier", "vat_number", "address", "postal_code", "city", "email", "phone")),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Supplier: Supplier.name,
}
