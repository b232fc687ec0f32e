"""What the kernel is told about network."""

from mdo.kernel.domain import Domain
from mdo.network.deadlines import ABSENCE_UNCOVERED, REFERENT_END
from mdo.network.exchanges import EXCHANGES
from mdo.network.found import FOUND
from mdo.network.row_rules import RULES

DOMAIN = Domain("network", deadlines=(REFERENT_END, ABSENCE_UNCOVERED), rules=RULES, exchanges=EXCHANGES, found=FOUND)
