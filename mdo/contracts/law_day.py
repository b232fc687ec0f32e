"""The day whose law a file follows, as `mdo.contracts.legal.law_day` says, in the database."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from models.contracts import Contract

_file = aliased(Contract)
# A lot is launched with its file.
_launch_of_file = select(_file.launch_on).where(_file.id == Contract.allotment_id).correlate(Contract).scalar_subquery()
_launch = case((Contract.allotment_id.is_not(None), _launch_of_file), else_=Contract.launch_on)
# For a statement that joins the contract; NULL for a file neither launched nor notified (in Python: today).
LAW_DAY = func.coalesce(_launch, Contract.notified_on)


def valid_then(row: Any) -> ColumnElement[bool]:
    """Whether a dated row of the law is valid on that day, both ends included."""
    return and_(row.valid_from <= LAW_DAY, or_(row.valid_to.is_(None), row.valid_to >= LAW_DAY))
