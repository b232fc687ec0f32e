"""The words of territory: its tables, their fields and their help, the members of its closed lists."""

from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.territory import Arrondissement

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Arrondissement: (N_("Arrondissement"), N_("Arrondissements")),
}

FIELDS: dict[type, dict[str, str]] = {
    Arrondissement: {
        "number": N_("Number"),
        "name": N_("Name"),
        "insee_code": N_("INSEE code"),
        "postal_code": N_("Postal code"),
        "mairie_address": N_("Address of the mairie"),
        "mairie_email": N_("E-mail of the mairie"),
        "mairie_phone": N_("Phone of the mairie"),
        "mairie_url": N_("Site of the mairie"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Arrondissement: {"insee_code": N_("Five digits, for example 69385 for the 5th.")},
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Arrondissement: Source(("name", "number", "insee_code", "postal_code", "mairie_email", "mairie_phone")),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Arrondissement: Arrondissement.name,
}
