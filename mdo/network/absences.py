"""Who stands in for whom, on a day."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, or_, select

from models.accounts import User
from models.network import Absence


def stands_in_for(user_id: int, day: dt.date) -> Select[Any]:
    """Ids of an account and of those that it replaces on a day."""
    away = select(Absence.user_id).where(
        Absence.replacement_id == user_id, Absence.start_on <= day, Absence.end_on >= day
    )
    return select(User.id).where(or_(User.id == user_id, User.id.in_(away)))
