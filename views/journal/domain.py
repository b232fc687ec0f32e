"""What is shown of journal."""

from views.base.domain import Entry, Screens
from views.jobs.undo import UNDO
from views.journal.deleted import DeletedView
from views.journal.screens import AccessLogView, JournalView
from views.journal.undo import UndoView

SCREENS = Screens(
    "journal",
    views={JournalView: "journal", AccessLogView: "excel", DeletedView: "journal"},
    for_all={UndoView: "journal"},
    menu=(
        Entry(40, DeletedView, "trash"),
        Entry(30, JournalView, "clock-history"),
        Entry(40, AccessLogView, "box-arrow-up-right"),
    ),
    jobs=(UNDO,),
)
