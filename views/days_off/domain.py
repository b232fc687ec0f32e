"""What is shown of days off."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Screens
from views.base.entries import Entry, SettingsPart
from views.days_off.dates_to_avoid import DateToAvoidView
from views.days_off.school_holidays import SchoolHolidayView

SCREENS = Screens(
    "days_off",
    views={SchoolHolidayView: "reseau", DateToAvoidView: "calendrier"},
    menu=(
        Entry(
            250,
            SchoolHolidayView,
            "calendar4-week",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("The weeks that the calendar shades and that series step over."),
        ),
        Entry(15, DateToAvoidView, "calendar-x", under="MeetingView"),
    ),
    actions=(Action(115, DateToAvoidView, N_("New date to avoid"), "calendar-x"),),
)
