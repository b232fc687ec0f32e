"""The words of organisations: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.organisations import Organisation, OrganisationKind

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Organisation: (N_("Organisation"), N_("Organisations")),
}

FIELDS: dict[type, dict[str, str]] = {
    Organisation: {
        "name": N_("Name"),
        "acronym": N_("Acronym"),
        "kind": N_("Kind"),
        "siret": N_("SIRET"),
        "arrondissement": N_("Arrondissement"),
        "arrondissement_id": N_("Arrondissement"),
        "address": N_("Address"),
        "contact_name": N_("Contact"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "website": N_("Website"),
        "convention_start_on": N_("Convention from"),
        "convention_end_on": N_("Convention until"),
        "notes": N_("Notes"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    OrganisationKind: {
        OrganisationKind.ASSOCIATION: N_("Association"),
        OrganisationKind.DIRECTION: N_("Direction of the city"),
        OrganisationKind.PARTNER: N_("Partner"),
        OrganisationKind.AUTHORITY: N_("Local authority"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Organisation: {
        "siret": N_("14 digits, spaces allowed."),
        "arrondissement": N_("Leave empty for an organisation of the whole city."),
        "convention_end_on": N_("The last day on which the convention binds both sides."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Organisation: Source(
        ("name", "acronym", "siret", "arrondissement.name"),
        ("contact_name", "email", "phone"),
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    Organisation: Organisation.name,
}
