"""What is shown of archives."""

from models.archives import SheetState
from views.archives.screens import EliminationView
from views.base.domain import Entry, Screens

SCREENS = Screens(
    "archives",
    views={EliminationView: "archives"},
    menu=(Entry(70, EliminationView, "file-earmark-x"),),
    tones={SheetState: {SheetState.AWAITED: "warn", SheetState.RECEIVED: "info", SheetState.DESTROYED: "muted"}},
)
