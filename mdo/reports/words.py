"""The words of the closed lists of reports."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.reports.themes import Theme as ReportTheme

LISTS: dict[type[StrEnum], dict[str, str]] = {
    ReportTheme: {
        ReportTheme.BODIES: N_("Participative bodies"),
        ReportTheme.MEMBERS: N_("Members"),
        ReportTheme.NETWORK: N_("Network"),
        ReportTheme.REQUESTS: N_("Requests and opinions"),
        ReportTheme.PROCUREMENT: N_("Procurement"),
    },
}
