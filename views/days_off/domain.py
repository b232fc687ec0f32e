"""What is shown of days off."""

from views.base.domain import Entry, Screens
from views.days_off.school_holidays import SchoolHolidayView

SCREENS = Screens(
    "days_off", views={SchoolHolidayView: "reseau"}, menu=(Entry(50, SchoolHolidayView, "calendar4-week"),)
)
