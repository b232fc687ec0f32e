"""What the kernel is told about suppliers."""

from mdo.kernel.domain import Domain
from mdo.suppliers.exchanges import EXCHANGES
from mdo.suppliers.found import FOUND
from mdo.suppliers.row_rules import RULES

DOMAIN = Domain("suppliers", rules=RULES, exchanges=EXCHANGES, found=FOUND)
