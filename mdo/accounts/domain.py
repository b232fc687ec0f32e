"""What the kernel is told about accounts."""

from mdo.accounts.deadlines import ACCOUNT_END
from mdo.accounts.found import FOUND
from mdo.accounts.row_rules import RULES
from mdo.kernel.domain import Domain

DOMAIN = Domain("accounts", deadlines=(ACCOUNT_END,), rules=RULES, found=FOUND)
