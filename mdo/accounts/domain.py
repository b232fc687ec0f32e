"""What the kernel is told about accounts."""

from mdo.accounts.deadlines import ACCOUNT_END
from mdo.accounts.found import FOUND
from mdo.accounts.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section

DOMAIN = Domain(
    "accounts",
    rights=(
        ScreenRights("AccountView", N_("Accounts"), Section.ADMINISTRATION, 10, Audience.ADMINISTRATION),
        ScreenRights("RoleView", N_("Roles"), Section.ADMINISTRATION, 20, Audience.ADMINISTRATION, "list show export"),
    ),
    deadlines=(ACCOUNT_END,),
    rules=RULES,
    found=FOUND,
)
