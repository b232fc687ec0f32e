"""Columns of the accounts."""

from sqlalchemy import func

from mdo.accounts.fields import USER
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.roles import role_in_words
from models.accounts import User

_USER = FIELD_LABELS[User]


ACCOUNT_COLUMNS = USER.columns(
    {
        1: Column(
            "name",
            N_("Name"),
            lambda row, today: f"{row.last_name} {row.first_name}",
            sort=(func.lower(User.last_name), func.lower(User.first_name)),
            width=28,
        ),
        4: Column(
            "roles",
            _USER["roles"],
            lambda row, today: tuple(role_in_words(role) for role in sorted(row.roles, key=lambda role: role.name)),
            loads=(User.roles,),
            width=36,
        ),
        5: Column(
            "active", _USER["active"], lambda row, today: bool(row.active), Kind.BOOLEAN, (User.active,), width=10
        ),
    }
)
