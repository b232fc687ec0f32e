"""What is shown of calendar."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Screens
from views.base.entries import Entry
from views.calendar.evenings import EveningView
from views.calendar.feeds import CalendarFeedView, FeedFileView
from views.calendar.screens import CalendarView

SCREENS = Screens(
    "calendar",
    views={CalendarView: "calendrier", CalendarFeedView: "calendrier", EveningView: "calendrier"},
    for_all={FeedFileView: "calendrier"},
    menu=(Entry(10, CalendarView, "calendar3", under="MeetingView"),),
    actions=(
        Action(
            530,
            CalendarFeedView,
            N_("My calendars"),
            "calendar-range",
            method="list",
            needs=(("can_list", CalendarFeedView),),
        ),
        Action(540, EveningView, N_("My evening hours"), "moon", method="list", needs=(("can_list", EveningView),)),
    ),
)
