"""The words of accounts: its tables, their fields and their help, the members of its closed lists."""

from mdo.kernel.base.messages import N_
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
