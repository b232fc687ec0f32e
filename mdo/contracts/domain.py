"""What the kernel is told about contracts."""

from mdo.contracts.after_signature import AWARD_NOTICE_DUE, CONTRACT_LEGALITY
from mdo.contracts.deadlines import CONTRACT_END, CONTRACT_NOTICE
from mdo.contracts.found import FOUND
from mdo.contracts.row_rules import RULES
from mdo.contracts.step_deadlines import STEP_DUE
from mdo.contracts.whole_contracts import with_whole_contracts
from mdo.kernel.domain import Domain

DOMAIN = Domain(
    "contracts",
    deadlines=(STEP_DUE, CONTRACT_NOTICE, CONTRACT_END, CONTRACT_LEGALITY, AWARD_NOTICE_DUE),
    rules=RULES,
    wholes=(with_whole_contracts,),
    found=FOUND,
)
