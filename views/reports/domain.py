"""What is shown of reports."""

from views.base.domain import Screens
from views.base.entries import Entry, MenuGroup
from views.reports.screens import ReportView

SCREENS = Screens(
    "reports",
    views={ReportView: "rapports"},
    menu=(Entry(20, ReportView, "file-earmark-bar-graph", MenuGroup.MANAGEMENT),),
)
