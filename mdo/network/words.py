"""The words of network: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.network import Absence, Referent, SlotRule

_REPLACEMENT_HELP = N_("The account that stands in during an absence.")

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    Referent: (N_("Référent"), N_("Référents")),
    Absence: (N_("Absence"), N_("Absences")),
}

FIELDS: dict[type, dict[str, str]] = {
    Referent: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "arrondissement": N_("Arrondissement"),
        "arrondissement_id": N_("Arrondissement"),
        "start_on": N_("From"),
        "end_on": N_("Until"),
        "replacement": N_("Replacement"),
        "replacement_id": N_("Replacement"),
    },
    Absence: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "start_on": N_("From"),
        "end_on": N_("Until"),
        "replacement": N_("Replacement"),
        "replacement_id": N_("Replacement"),
        "note": N_("Note"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    SlotRule: {
        SlotRule.FIRST_WORKING_DAY: N_("the first possible working day of the month"),
        SlotRule.SAME_WEEKDAY: N_("the first possible day of this name in the month"),
    },
}

HELP: dict[type, dict[str, str]] = {
    Referent: {
        "start_on": N_("The rights on the arrondissement begin on this day."),
        "end_on": N_("Leave empty while it lasts; the rights end after this day."),
        "replacement": _REPLACEMENT_HELP,
    },
    Absence: {
        "end_on": N_("The last day away."),
        "replacement": _REPLACEMENT_HELP,
        "note": N_("Who to ask for what; no reason for the absence, which is nobody's business."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Referent: Source(
        (
            "user.first_name",
            "user.last_name",
            "arrondissement.name",
            "replacement.first_name",
            "replacement.last_name",
        )
    ),
    Absence: Source(("user.first_name", "user.last_name", "replacement.first_name", "replacement.last_name", "note")),
}
