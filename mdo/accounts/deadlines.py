"""What falls due about accounts: the last day of access, after which the account closes by itself."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.accounts import User


def _still_opens(today: dt.date) -> ColumnElement[bool]:
    return and_(User.active.is_(True), User.ends_on >= today)


ACCOUNT_END = DeadlineKind(
    70,
    "account_end",
    N_("End of access of an account"),
    User,
    "AccountView",
    User.ends_on,
    _still_opens,
    Closing(N_("Extend or close the account"), "AccountView"),
    title=User.first_name + " " + User.last_name,
    days_before=30,
    role=RoleCode.ADMIN,
    detail=User.username,
    rule="Fin d’accès d’un compte",
)
