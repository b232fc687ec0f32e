"""What is shown of accessibility."""

from mdo.kernel.base.messages import N_
from views.accessibility.screens import AccessibilityView
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart

SCREENS = Screens(
    "accessibility",
    views={AccessibilityView: "roles"},
    menu=(
        Entry(
            70,
            AccessibilityView,
            "universal-access",
            under="SettingsView",
            part=SettingsPart.APPLICATION,
            told=N_("What the audit found, which the public statement says."),
            permission="can_edit",
        ),
    ),
)
