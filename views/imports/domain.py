"""What is shown of imports."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry
from views.imports.screens import ImportView
from views.jobs.imports import IMPORT
from views.jobs.previews import PREVIEW

SCREENS = Screens(
    "imports",
    views={ImportView: "imports"},
    menu=(
        Entry(
            20,
            ImportView,
            "upload",
            under="ReportView",
            method="index",
            permission="can_import",
            also=N_("imports, to load a file"),
        ),
    ),
    jobs=(PREVIEW, IMPORT),
)
