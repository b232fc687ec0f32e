"""What the kernel is told about calendar."""

from mdo.calendar.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.calendar import CalendarFeed
from models.evenings import EveningHours

DOMAIN = Domain(
    "calendar",
    rights=(
        ScreenRights(
            "CalendarFeedView", N_("My calendars"), Section.GENERAL, 30, Audience.CALENDAR, "list add edit delete"
        ),
        ScreenRights(
            "EveningView", N_("Evening hours"), Section.GENERAL, 40, Audience.CALENDAR, "list edit export oversee"
        ),
        ScreenRights("CalendarView", N_("Calendar"), Section.MEETINGS, 10, Audience.CALENDAR, "list"),
    ),
    rules=RULES,
    shown_in={CalendarFeed: ("CalendarFeedView",), EveningHours: ("EveningView",)},
)
