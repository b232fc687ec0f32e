"""The fields of calendar."""

from sqlalchemy import String, cast

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table
from models.calendar import CalendarFeed
from models.evenings import EveningHours

# fmt: off
CALENDAR_FEED = Table(
    CalendarFeed, (N_("Calendar address"), N_("My calendars")),
    Field(CalendarFeed.user, N_("Account")),
    Field(CalendarFeed.label, N_("Name")),
    Field(CalendarFeed.holds, N_("What it holds")),
    Field(CalendarFeed.token_hash, N_("Secret of the address")),
    Field(CalendarFeed.issued_at, N_("Address made on")),
    called=CalendarFeed.label,
)

EVENING_HOURS = Table(
    EveningHours, (N_("Hours of an evening"), N_("Evening hours")),
    Field(EveningHours.user, N_("Account")),
    Field(EveningHours.meeting_number, N_("Number of the meeting")),
    Field(EveningHours.minutes, N_("Minutes to recover")),
    called=cast(EveningHours.minutes, String) + " min",
)
