"""What is shown of accounts."""

from mdo.kernel.base.messages import N_
from models.accounts import Role, User
from views.accounts.roles import OwnRightsView, RoleView
from views.accounts.screens import AccountView
from views.accounts.sign_in import AuthView
from views.base.domain import Action, Screens
from views.base.entries import Entry, SettingsPart
from views.base.relations import Choices

SCREENS = Screens(
    "accounts",
    views={AccountView: "roles", RoleView: "roles"},
    for_all={OwnRightsView: "roles", AuthView: "premiers-pas"},
    menu=(
        Entry(
            10,
            AccountView,
            "person-gear",
            under="SettingsView",
            part=SettingsPart.APPLICATION,
            told=N_("Who signs in, with which roles, until when."),
        ),
        Entry(
            20,
            RoleView,
            "shield-lock",
            under="SettingsView",
            part=SettingsPart.APPLICATION,
            told=N_("What each role may see and do, screen by screen."),
        ),
    ),
    actions=(
        Action(120, AccountView, N_("New account"), "person-gear"),
        Action(560, OwnRightsView, N_("What I may do"), "shield-check", method="mine", needs=()),
    ),
    choices={User: Choices(User.last_name, User.first_name), Role: Choices(Role.name, is_few=True)},
)
