"""What the kernel is told about organisations."""

from mdo.kernel.domain import Domain
from mdo.organisations.deadlines import CONVENTION_END
from mdo.organisations.exchanges import EXCHANGES
from mdo.organisations.found import FOUND
from mdo.organisations.row_rules import RULES

DOMAIN = Domain("organisations", deadlines=(CONVENTION_END,), rules=RULES, exchanges=EXCHANGES, found=FOUND)
