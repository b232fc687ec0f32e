"""What the kernel is told about accounts."""

from typing import Any

from mdo.accounts.deadlines import ACCOUNT_END
from mdo.accounts.row_rules import RULES
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of, small
from models.accounts import Role, User
from models.journal import ChangeAction

# Rights are code and accounts are closed rather than erased: no undo brings back either.
_NOT_UNDONE = N_("Changes of accounts and roles are not undone: change the account itself.")


def _reopens(session: AnySession, change: Any) -> bool:
    """Closed with all that it owned: who may write accounts opens it again with what comes back."""
    may_write = ("AccountView", "can_edit") in context_of(session).rights
    return may_write and change.action is ChangeAction.UPDATE and change.fields == {"active": [True, False]}


_full_name = name_of(User.first_name, User.last_name)

DOMAIN = Domain(
    "accounts",
    rights=(
        ScreenRights("AccountView", N_("Accounts"), Section.ADMINISTRATION, 10, Audience.ADMINISTRATION),
        ScreenRights("RoleView", N_("Roles"), Section.ADMINISTRATION, 20, Audience.ADMINISTRATION, "list show export"),
    ),
    deadlines=(ACCOUNT_END,),
    rules=RULES,
    found=(
        SearchKind(
            480,
            User,
            title=_full_name,
            order=(small(User.last_name), small(User.first_name)),
            details=(User.username, User.email),
            references=(User.username, User.email),
        ),
    ),
    shown_in={Role: ("RoleView",), User: ("AccountView",)},
    undone_along={User: _reopens},
    not_undone={User: _NOT_UNDONE, Role: _NOT_UNDONE},
)
