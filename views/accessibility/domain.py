"""What is shown of accessibility."""

from views.accessibility.screens import AccessibilityView
from views.base.domain import Entry, Screens

SCREENS = Screens(
    "accessibility",
    views={AccessibilityView: "roles"},
    menu=(Entry(50, AccessibilityView, "universal-access", permission="can_edit"),),
)
