"""What the kernel is told about instances."""

from mdo.instances.exchanges import EXCHANGES
from mdo.instances.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain("instances", rules=RULES, exchanges=EXCHANGES)
