"""The fields of accounts."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, section, shown
from models.accounts import Role, User

# fmt: off
USER = Table(
    User, (N_("Account"), N_("Accounts")),
    section(N_("Person"),
        Field(User.first_name, N_("First name")),
        Field(User.last_name, N_("Last name")),
        Field(User.email, N_("E-mail"), column=shown(3, 32, kind=Kind.EMAIL, sort=func.lower(User.email))),
    ),
    section(N_("Access"),
        Field(User.username, N_("User name"), N_("Small letters without accents, digits, dots or hyphens."),
              column=shown(2)),
        Field(User.roles, N_("Roles"), N_("Rights take effect at the next page that the person opens.")),
        Field(User.active, N_("Account open"),
              N_("Unticked, the account is closed at once and everything it wrote stays.")),
        Field(User.ends_on, N_("Open until"),
              N_("Last day of access, for a replacement or a trainee; empty without limit."), column=shown(6)),
    ),
    Field(User.locale, N_("Language")),
    Field(User.password, N_("Password")),
    Field(User.must_change_password, N_("Password to change at the next sign-in")),
    Field(User.last_login, N_("Last sign-in")),
    called=User.first_name + " " + User.last_name, searched=("first_name", "last_name"),
    searched_privately=("username", "email"),
    internal=("login_count", "fail_login_count", "created_on", "changed_on", "created_by_fk", "changed_by_fk"),
)

ROLE = Table(
    Role, (N_("Role"), N_("Roles")),
    section(N_("Role"),
        Field(Role.name, N_("Name")),
    ),
    Field(Role.permissions, N_("Rights")),
    Field(Role.user, N_("Accounts")),
    called=Role.name,
)
