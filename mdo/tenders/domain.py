"""What the kernel is told about tenders."""

from mdo.kernel.domain import Domain
from mdo.tenders.exchanges import EXCHANGES
from mdo.tenders.found import FOUND
from mdo.tenders.row_rules import RULES

DOMAIN = Domain("tenders", rules=RULES, exchanges=EXCHANGES, found=FOUND)
