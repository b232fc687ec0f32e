"""What the kernel is told about procurement."""

from mdo.kernel.domain import Domain
from mdo.procurement.found import FOUND
from mdo.procurement.row_rules import RULES

DOMAIN = Domain("procurement", rules=RULES, found=FOUND)
