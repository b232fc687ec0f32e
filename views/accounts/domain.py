"""What is shown of accounts."""

from mdo.kernel.base.messages import N_
from models.accounts import Role, User
from views.accounts.roles import OwnRightsView, RoleView
from views.accounts.screens import AccountView
from views.accounts.sign_in import AuthView
from views.base.domain import Action, Entry, Screens
from views.base.relations import Choices

SCREENS = Screens(
    "accounts",
    views={AccountView: "roles", RoleView: "roles"},
    for_all={OwnRightsView: "roles", AuthView: "premiers-pas"},
    menu=(Entry(10, AccountView, "person-gear"), Entry(20, RoleView, "shield-lock")),
    actions=(
        Action(120, AccountView, N_("New account"), "person-gear"),
        Action(560, OwnRightsView, N_("What I may do"), "shield-check", method="mine", needs=()),
    ),
    choices={User: Choices(User.last_name, User.first_name), Role: Choices(Role.name, is_few=True)},
)
