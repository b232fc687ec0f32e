"""What is shown of settings: the page that all of them stand on."""

from views.base.domain import Screens
from views.base.entries import Entry, MenuGroup
from views.settings.screens import SettingsView

SCREENS = Screens(
    "settings",
    for_all={SettingsView: "premiers-pas"},
    menu=(
        Entry(
            30, SettingsView, "sliders", MenuGroup.MANAGEMENT, label=SettingsView.plural, method="index", permission=""
        ),
    ),
)
