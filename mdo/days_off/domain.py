"""What the kernel is told about days off."""

from mdo.days_off.found import FOUND
from mdo.days_off.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain("days_off", rules=RULES, found=FOUND)
