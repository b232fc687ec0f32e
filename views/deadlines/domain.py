"""What is shown of deadlines."""

from views.base.domain import Entry, Screens
from views.deadlines.screens import DeadlineRuleView, DeadlineView

SCREENS = Screens(
    "deadlines",
    views={DeadlineView: "echeances", DeadlineRuleView: "echeances"},
    menu=(Entry(20, DeadlineView, "alarm"), Entry(150, DeadlineRuleView, "sliders")),
)
