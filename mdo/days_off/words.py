"""The words of days off: its tables, their fields and their help, the members of its closed lists."""

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.network import SchoolHoliday

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    SchoolHoliday: (N_("School holidays"), N_("School holidays")),
}

FIELDS: dict[type, dict[str, str]] = {
    SchoolHoliday: {
        "label": N_("Holidays"),
        "start_on": N_("From"),
        "end_on": N_("Until"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    SchoolHoliday: Source(("label",)),
}
