"""What is shown of backup."""

from mdo.kernel.base.messages import N_
from views.backup.screens import BackupView
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart

SCREENS = Screens(
    "backup",
    views={BackupView: "sauvegardes"},
    menu=(
        Entry(
            60,
            BackupView,
            "archive",
            under="SettingsView",
            part=SettingsPart.APPLICATION,
            told=N_("The copies of the database, and when each was tried."),
        ),
    ),
)
