"""What is shown of days off."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
from views.days_off.school_holidays import SchoolHolidayView

SCREENS = Screens(
    "days_off",
    views={SchoolHolidayView: "reseau"},
    menu=(
        Entry(
            250,
            SchoolHolidayView,
            "calendar4-week",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("The weeks that the calendar shades and that series step over."),
        ),
    ),
)
