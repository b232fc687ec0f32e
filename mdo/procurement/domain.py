"""What the kernel is told about procurement."""

from mdo.kernel.domain import Domain
from mdo.procurement.deadlines import STEP_DUE
from mdo.procurement.row_rules import RULES

DOMAIN = Domain("procurement", deadlines=(STEP_DUE,), rules=RULES)
