"""What is shown of reports."""

from views.base.domain import Entry, Screens
from views.reports.screens import ReportView

SCREENS = Screens("reports", views={ReportView: "rapports"}, menu=(Entry(10, ReportView, "file-earmark-bar-graph"),))
