"""The day whose law a file follows."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from mdo.kernel.rules.twofold import Rule
from models.contracts import Contract


def law_day(contract: Contract, today: dt.date) -> dt.date:
    """That of its launch (of a lot, its file's), else of its notification, else of its signature, else today."""
    file = contract.allotment or contract
    return file.launch_on or contract.notified_on or contract.signed_on or today


_file = aliased(Contract)
# A lot is launched with its file.
_launch_of_file = select(_file.launch_on).where(_file.id == Contract.allotment_id).correlate(Contract).scalar_subquery()
_launch = case((Contract.allotment_id.is_not(None), _launch_of_file), else_=Contract.launch_on)
# For a statement that joins the contract; NULL for a file neither launched, notified nor signed (in Python: today).
LAW_DAY = func.coalesce(_launch, Contract.notified_on, Contract.signed_on)


def valid_then(row: Any) -> ColumnElement[bool]:
    """Whether a dated row of the law is valid on that day, both ends included."""
    return and_(row.valid_from <= LAW_DAY, or_(row.valid_to.is_(None), row.valid_to >= LAW_DAY))


LAW_DAY_READ = (Contract.launch_on, Contract.notified_on, Contract.signed_on, Contract.allotment_id)
DAY = Rule(law_day, lambda today: func.coalesce(LAW_DAY, today), LAW_DAY_READ)
