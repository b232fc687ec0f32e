"""Arithmetic of dates in the database, the same as that of `mdo.periods`."""

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
