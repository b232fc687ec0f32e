"""What the kernel is told about calendar."""

from mdo.calendar.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain("calendar", rules=RULES)
