"""The least and the most that a column takes: said once on the column, held by a CHECK, read by forms and imports.

Without a most, one number typed by mistake (99999999 months) is a date that no page and no database can compute.
"""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, MetaData, Table, event
from sqlalchemy.orm import MappedColumn, mapped_column

from models.base import metadata
from models.types import Hundredths

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
MAX_MONTHS = 600
# The ministry's consolidation takes no amount above.
MAX_EUROS = 3_000_000_000
_BOUNDS = "bounds"
_PERCENT = "percent"


def whole(least: int, most: int, **options: Any) -> MappedColumn[Any]:
    """A column of a whole number from `least` to `most`, both included."""
    return mapped_column(info={_BOUNDS: (least, most)}, **options)


def money(least: int = 0, most: int = MAX_EUROS, **options: Any) -> MappedColumn[Any]:
    """A column of euros and cents from `least` to `most` euros, both included."""
    return mapped_column(Hundredths(), info={_BOUNDS: (least, most)}, **options)


def percent(least: int = 0, most: int = 100, **options: Any) -> MappedColumn[Any]:
    """A column of a percentage with two decimals: 5,50 is five and a half per cent."""
    return mapped_column(Hundredths(), info={_BOUNDS: (least, most), _PERCENT: True}, **options)


def is_percent(column: Column[Any]) -> bool:
    """Whether a column was made by `percent`."""
    return _PERCENT in column.info


def bounds_of(column: Column[Any]) -> tuple[Any, Any] | None:
    """The least and the most of a column, both included: numbers, or days; None when nothing bounds it."""
    if type(column.type) is Date:
        return FIRST_DAY, LAST_DAY
    found: tuple[int, int] | None = column.info.get(_BOUNDS)
    return found


def range_name(column_name: str) -> str:
    """What the CHECK of a column's bounds is called, before the naming convention."""
    return f"{column_name}_in_range"


@event.listens_for(Table, "after_parent_attach")
def _bound_columns(table: Table, parent: MetaData) -> None:
    if parent is not metadata:
        return  # a migration's or a reflected table says its own checks
    for column in table.columns:
        bounds = bounds_of(column)
        if bounds is not None:
            factor = 100 if isinstance(column.type, Hundredths) else 1
            least, most = (f"'{value}'" if isinstance(value, dt.date) else value * factor for value in bounds)
            table.append_constraint(
                CheckConstraint(f"{column.name} BETWEEN {least} AND {most}", name=range_name(column.name))
            )
