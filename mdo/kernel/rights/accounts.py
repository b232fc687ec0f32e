"""Which accounts are open on a day."""

import datetime as dt

from sqlalchemy import Select, or_, select

from mdo.kernel.rules.twofold import Rule
from models.accounts import User


def is_open(active: bool | None, ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether an account may sign in on a day; its last day is included."""
    return bool(active) and (ends_on is None or ends_on >= today)


def open_accounts(today: dt.date) -> Select[int]:
    """Ids of the accounts that `is_open` on a day."""
    return select(User.id).where(User.active.is_(True), or_(User.ends_on.is_(None), User.ends_on >= today))


OPEN = Rule(
    lambda row, today: is_open(row.active, row.ends_on, today),
    lambda today: User.id.in_(open_accounts(today)),
    (User.active, User.ends_on),
)
