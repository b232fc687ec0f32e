"""The words of calendar: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast

from mdo.kernel.base.messages import N_
from models.calendar import CalendarFeed, FeedContent
from models.evenings import EveningHours

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    CalendarFeed: (N_("Calendar address"), N_("My calendars")),
    EveningHours: (N_("Hours of an evening"), N_("Evening hours")),
}

FIELDS: dict[type, dict[str, str]] = {
    CalendarFeed: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "label": N_("Name"),
        "holds": N_("What it holds"),
        "token_hash": N_("Secret of the address"),
        "issued_at": N_("Address made on"),
    },
    EveningHours: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "meeting_number": N_("Number of the meeting"),
        "minutes": N_("Minutes to recover"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    FeedContent: {
        FeedContent.MINE: N_("My meetings: those that I organise, facilitate or am convened to"),
        FeedContent.PLACES: N_("The meetings of my arrondissements and of the network"),
        FeedContent.ALL: N_("All the meetings that I may see"),
    },
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    CalendarFeed: CalendarFeed.label,
    EveningHours: cast(EveningHours.minutes, String) + " min",
}
