"""What the kernel is told about amendments."""

from mdo.amendments.deadlines import AMENDMENT_LEGALITY, EVALUATION_DUE, RENEWAL_DECISION
from mdo.amendments.found import FOUND
from mdo.amendments.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain(
    "amendments", deadlines=(RENEWAL_DECISION, EVALUATION_DUE, AMENDMENT_LEGALITY), rules=RULES, found=FOUND
)
