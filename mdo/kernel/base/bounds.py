"""The bounds of numbers and dates, for what is computed or comes through a door without form."""

import datetime as dt
from functools import partial
from typing import Any

from sqlalchemy import inspect

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from models.bounds import bounds_of

NUMBER_OUT_OF_RANGE = N_("A number from %(min)s to %(max)s is expected.")
DAY_OUT_OF_RANGE = N_("A day from %(min)s to %(max)s is expected.")


def violation_of_bounds(column: Any, value: Any) -> RuleViolation | None:
    """The refusal of a value outside the bounds of its column, with the column's name as field."""
    bounds = bounds_of(column)
    if value is None or bounds is None or bounds[0] <= value <= bounds[1]:
        return None
    message = DAY_OUT_OF_RANGE if isinstance(value, dt.date) else NUMBER_OUT_OF_RANGE
    return RuleViolation(message, field=column.key, min=bounds[0], max=bounds[1])


def check_bounds(row: Any) -> None:
    """Raises RuleViolation for the numbers and dates of a row outside the bounds of their columns."""
    gather(*(partial(_check_bounds_of, row, attribute) for attribute in inspect(type(row)).column_attrs))


def _check_bounds_of(row: Any, attribute: Any) -> None:
    violation = violation_of_bounds(attribute.columns[0], getattr(row, attribute.key))
    if violation is not None:
        raise violation
