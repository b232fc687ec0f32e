"""What is shown of archives."""

from mdo.kernel.base.messages import N_
from models.archives import SheetState
from views.archives.screens import EliminationView
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart

SCREENS = Screens(
    "archives",
    views={EliminationView: "archives"},
    menu=(
        Entry(
            160,
            EliminationView,
            "file-earmark-x",
            under="SettingsView",
            part=SettingsPart.HISTORY,
            told=N_("Sign-in sheets destroyed under the visa of the archives."),
        ),
    ),
    tones={SheetState: {SheetState.AWAITED: "warn", SheetState.RECEIVED: "info", SheetState.DESTROYED: "muted"}},
)
