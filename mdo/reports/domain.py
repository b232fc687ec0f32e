"""What the kernel is told about reports."""

from mdo.kernel.domain import Domain
from mdo.reports.registry import REPORTS

DOMAIN = Domain("reports", leaves={report.log_name: report.title for report in REPORTS.values()})
