"""What the kernel is told about contracts."""

from mdo.contracts.after_signature import AWARD_NOTICE_DUE, CONTRACT_LEGALITY
from mdo.contracts.deadlines import CONTRACT_END, CONTRACT_NOTICE
from mdo.contracts.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain(
    "contracts", deadlines=(CONTRACT_NOTICE, CONTRACT_END, CONTRACT_LEGALITY, AWARD_NOTICE_DUE), rules=RULES
)
