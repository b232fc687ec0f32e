"""Columns of the accounts."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.roles import role_in_words
from models.accounts import User

_USER = FIELD_LABELS[User]


ACCOUNT_COLUMNS = (
    Column(
        "name",
        N_("Name"),
        lambda row, today: f"{row.last_name} {row.first_name}",
        sort=(func.lower(User.last_name), func.lower(User.first_name)),
        width=28,
    ),
    Column("username", _USER["username"], lambda row, today: row.username, sort=(User.username,)),
    Column("email", _USER["email"], lambda row, today: row.email, Kind.EMAIL, (func.lower(User.email),), width=32),
    Column(
        "roles",
        _USER["roles"],
        lambda row, today: tuple(role_in_words(role) for role in sorted(row.roles, key=lambda role: role.name)),
        loads=(User.roles,),
        width=36,
    ),
    Column("active", _USER["active"], lambda row, today: bool(row.active), Kind.BOOLEAN, (User.active,), width=10),
    Column("ends_on", _USER["ends_on"], lambda row, today: row.ends_on, Kind.DATE, (User.ends_on,), width=14),
)
