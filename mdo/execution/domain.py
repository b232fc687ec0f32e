"""What the kernel is told about execution."""

from mdo.execution.deadlines import DELIVERABLE_DECISION, DELIVERABLE_DUE, INVOICE_PAYMENT
from mdo.execution.exchanges import EXCHANGES
from mdo.execution.found import FOUND
from mdo.execution.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain(
    "execution",
    deadlines=(INVOICE_PAYMENT, DELIVERABLE_DUE, DELIVERABLE_DECISION),
    rules=RULES,
    exchanges=EXCHANGES,
    found=FOUND,
)
