"""Arithmetic of dates in the database, the same as that of `mdo.kernel.base.periods`."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class last_day_before_months(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """The eve of `add_months(day, months)`, both expressions: the last day that a period of months covers."""

    type = Date()
    inherit_cache = True


@compiles(last_day_before_months, "sqlite")
def _for_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    # SQLite goes over the end of a short month: the last day of that month is then the earlier of the two.
    over = f"date({day}, '+' || ({months}) || ' months')"
    month_end = f"date({day}, 'start of month', '+' || ({months} + 1) || ' months', '-1 day')"
    return f"date(min({over}, {month_end}), '-1 day')"


@compiles(last_day_before_months, "postgresql")
def _for_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    return f"(({day} + make_interval(months => {months}))::date - 1)"


class day_months_before(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """`add_months(day, -months)`, both expressions: the same day of the month, so many months (1 or more) earlier."""

    type = Date()
    inherit_cache = True


@compiles(day_months_before, "sqlite")
def _before_for_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    # As above: the last day of the month reached, where that month has no such day.
    over = f"date({day}, '-' || ({months}) || ' months')"
    month_end = f"date({day}, 'start of month', '-' || ({months} - 1) || ' months', '-1 day')"
    return f"min({over}, {month_end})"


@compiles(day_months_before, "postgresql")
def _before_for_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    return f"({day} - make_interval(months => {months}))::date"


class paris_day_after(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """The day in Paris of a moment stored in UTC, so many calendar days later: `paris_day_after(moment, days)`."""

    type = Date()
    inherit_cache = True


@compiles(paris_day_after, "sqlite")
def _paris_for_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moment, days = (compiler.process(part, **options) for part in element.clauses)
    # SQLite knows no zone: summer time runs between the last Sundays of March and October, at 1 o'clock UTC.
    last_sunday = "datetime(strftime('%Y-{0}-01', " + moment + "), 'weekday 0', '-7 days', '+1 hour')"
    spring, autumn = (last_sunday.format(month_after) for month_after in ("04", "11"))
    is_summer = f"{moment} >= {spring} AND {moment} < {autumn}"
    return f"date({moment}, CASE WHEN {is_summer} THEN '+2 hours' ELSE '+1 hour' END, ({days}) || ' days')"


@compiles(paris_day_after, "postgresql")
def _paris_for_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moment, days = (compiler.process(part, **options) for part in element.clauses)
    return f"((({moment}) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris')::date + ({days})::integer)"


class day_after(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """So many calendar days after a day: `day_after(day, days)`."""

    type = Date()
    inherit_cache = True


class day_months_after(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """`add_months(day, months)`, both expressions: the same day of the month, so many months later."""

    type = Date()
    inherit_cache = True


@compiles(day_after, "sqlite")
def _after_for_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"date({day}, ({days}) || ' days')"


@compiles(day_after, "postgresql")
def _after_for_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"({day} + ({days})::integer)"


@compiles(day_months_after, "sqlite")
def _months_after_for_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    over = f"date({day}, '+' || ({months}) || ' months')"
    month_end = f"date({day}, 'start of month', '+' || ({months} + 1) || ' months', '-1 day')"
    return f"min({over}, {month_end})"


@compiles(day_months_after, "postgresql")
def _months_after_for_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(part, **options) for part in element.clauses)
    return f"({day} + make_interval(months => {months}))::date"
