"""What the kernel is told about topics."""

from mdo.kernel.domain import Domain
from mdo.topics.row_rules import RULES

DOMAIN = Domain("topics", rules=RULES)
