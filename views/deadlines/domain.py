"""What is shown of deadlines."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry, MenuGroup, SettingsPart
from views.deadlines.screens import DeadlineRuleView, DeadlineView

SCREENS = Screens(
    "deadlines",
    views={DeadlineView: "echeances", DeadlineRuleView: "echeances"},
    menu=(
        Entry(10, DeadlineView, "alarm", MenuGroup.FOLLOW_UP),
        Entry(
            350,
            DeadlineRuleView,
            "sliders",
            under="SettingsView",
            part=SettingsPart.DOCUMENTS,
            told=N_("How long before its day each kind of deadline is said, and to whom."),
        ),
    ),
)
