"""What the kernel is told about accessibility."""

from mdo.accessibility.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain("accessibility", rules=RULES)
