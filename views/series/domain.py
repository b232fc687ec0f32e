"""What is shown of series."""

from models.network import MeetingSeries
from views.base.domain import Screens
from views.base.entries import Entry
from views.base.relations import Choices
from views.series.screens import SeriesView

SCREENS = Screens(
    "series",
    views={SeriesView: "reseau"},
    menu=(Entry(40, SeriesView, "calendar-range", under="MeetingView"),),
    choices={MeetingSeries: Choices(MeetingSeries.first_on.desc())},
)
