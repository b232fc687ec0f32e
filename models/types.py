"""Column types shared by all tables."""

import datetime as dt
import enum
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, DateTime, Dialect, Enum, literal
from sqlalchemy.sql.operators import OperatorClass
from sqlalchemy.types import TypeDecorator

CENT = Decimal("0.01")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment: aware in Python, stored as naive UTC so that SQLite and PostgreSQL hold the same value."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored moment needs its time zone.")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Hundredths(TypeDecorator[Decimal]):
    """A number with two decimals (euros, percentages), kept as a whole number of hundredths.

    SQLite has no decimal: a NUMERIC column there goes through floating point. Sums made in SQL stay exact so.
    """

    impl = BigInteger
    cache_ok = True
    scale = 2

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return int((Decimal(value) * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / 100).quantize(CENT)


def enum_column_type(values: type[enum.StrEnum], name: str) -> Enum:
    """A closed list stored as short text with a named CHECK, so that it reads the same in both databases."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class _Key(JSON.JSONStrIndexType):
    """The name of a part of a JSON value, in a criterion: what copies it compares values, which this allows."""

    operator_classes = OperatorClass.ANY


class _Place(JSON.JSONIntIndexType):
    """The same by its place in a list, from 0."""

    operator_classes = OperatorClass.ANY


def number_at(column: Any, *path: str | int) -> ColumnElement[int]:
    """A number that a JSON column holds at this path of names and places; NULL where there is none."""
    for step in path:
        column = column[literal(step, _Key() if isinstance(step, str) else _Place())]
    found: ColumnElement[int] = column.as_integer()
    return found
