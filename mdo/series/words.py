"""The words of series: its tables, their fields and their help, the members of its closed lists."""

from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.network import MeetingSeries

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    MeetingSeries: (N_("Series of meetings of the network"), N_("Series of meetings")),
}

FIELDS: dict[type, dict[str, str]] = {
    MeetingSeries: {
        "title": N_("Title"),
        "first_on": N_("From"),
        "last_on": N_("Until"),
        "every_months": N_("Every (months)"),
        "rule": N_("Day of the month"),
        "weekday": N_("Day of the week"),
        "start_minute": N_("Begins at"),
        "length_minutes": N_("Length (minutes)"),
        "first_host": N_("First host mairie"),
        "first_host_id": N_("First host mairie"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    MeetingSeries: Source(("title",)),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    MeetingSeries: MeetingSeries.title,
}
