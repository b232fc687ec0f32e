"""What is shown of journal."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
from views.jobs.undo import UNDO
from views.journal.deleted import DeletedView
from views.journal.screens import AccessLogView, JournalView
from views.journal.undo import UndoView

SCREENS = Screens(
    "journal",
    views={JournalView: "journal", AccessLogView: "excel", DeletedView: "journal"},
    for_all={UndoView: "journal"},
    menu=(
        Entry(
            140,
            JournalView,
            "clock-history",
            under="SettingsView",
            part=SettingsPart.HISTORY,
            told=N_("Who changed what and when; who may undoes an operation there."),
        ),
        Entry(
            150,
            DeletedView,
            "trash",
            under="SettingsView",
            part=SettingsPart.HISTORY,
            told=N_("What was deleted and may be put back."),
        ),
        Entry(40, AccessLogView, "box-arrow-up-right", under="ReportView"),
    ),
    jobs=(UNDO,),
)
