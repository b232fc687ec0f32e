"""What the kernel is told about instances."""

from mdo.instances.dissolution import end_with_body
from mdo.instances.exchanges import EXCHANGES
from mdo.instances.found import FOUND
from mdo.instances.row_rules import RULES
from mdo.kernel.domain import Domain
from models.instances import Instance

DOMAIN = Domain("instances", rules=RULES, exchanges=EXCHANGES, along={Instance: end_with_body}, found=FOUND)
