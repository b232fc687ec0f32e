"""What the kernel is told about reports."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.reports.registry import REPORTS

DOMAIN = Domain(
    "reports",
    rights=(ScreenRights("ReportView", N_("Reports"), Section.EXCEL, 10, Audience.REPORTS, "list show export"),),
    leaves={report.log_name: report.title for report in REPORTS.values()},
)
