"""The words of the calendars that one subscribes to."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.calendar import CalendarFeed, FeedContent

# Singular, plural.
CALENDAR_MODELS: dict[type, tuple[str, str]] = {CalendarFeed: (N_("Calendar address"), N_("My calendars"))}

CALENDAR_FIELDS: dict[type, dict[str, str]] = {
    CalendarFeed: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "label": N_("Name"),
        "holds": N_("What it holds"),
        "token_hash": N_("Secret of the address"),
        "issued_at": N_("Address made on"),
    },
}

CALENDAR_ENUMS: dict[type[StrEnum], dict[str, str]] = {
    FeedContent: {
        FeedContent.MINE: N_("My meetings: those that I organise, facilitate or am convened to"),
        FeedContent.PLACES: N_("The meetings of my arrondissements and of the network"),
        FeedContent.ALL: N_("All the meetings that I may see"),
    },
}
