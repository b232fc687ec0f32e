"""The words of accounts: its tables, their fields and their help, the members of its closed lists."""

from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.accounts import Role, User

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    User: (N_("Account"), N_("Accounts")),
    Role: (N_("Role"), N_("Roles")),
}

FIELDS: dict[type, dict[str, str]] = {
    User: {
        "first_name": N_("First name"),
        "last_name": N_("Last name"),
        "username": N_("User name"),
        "email": N_("E-mail"),
        "active": N_("Account open"),
        "roles": N_("Roles"),
        "ends_on": N_("Open until"),
        "locale": N_("Language"),
        "password": N_("Password"),
        "must_change_password": N_("Password to change at the next sign-in"),
        "last_login": N_("Last sign-in"),
    },
    Role: {"name": N_("Name"), "permissions": N_("Rights"), "user": N_("Accounts")},
}

HELP: dict[type, dict[str, str]] = {
    User: {
        "username": N_("Small letters without accents, digits, dots or hyphens."),
        "roles": N_("Rights take effect at the next page that the person opens."),
        "active": N_("Unticked, the account is closed at once and everything it wrote stays."),
        "ends_on": N_("Last day of access, for a replacement or a trainee; empty without limit."),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    # A name is shown to whoever chooses an account; how it signs in, on the screen of accounts alone.
    User: Source(("first_name", "last_name"), ("username", "email")),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    User: User.first_name + " " + User.last_name,
    Role: Role.name,
}
