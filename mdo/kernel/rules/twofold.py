"""Rules that run twice: in Python on a row that a page shows, in SQL on the rows that a list or a figure finds.

The two stand side by side, with the declaration that they are one; `tests/kernel/rules/test_twofold.py` finds every
declaration, draws rows from what the columns may hold, and asks both.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement

from mdo.kernel.base.context import AnySession


class _Drawn:
    @property
    def model(self) -> type[Any]:
        """The table whose rows are asked about: that of the first column read."""
        found: type[Any] = self.reads[0].class_
        return found

    reads: tuple[Any, ...]


@dataclass(frozen=True)
class Rule(_Drawn):
    """An answer, or whether a row is found: `python` of a row (and a day), `sql` an expression on the table (of a day).

    `reads` are the columns that decide, the first of the table itself; a foreign key among them leads to another one.
    `joins` are the relations that the statement is to join, `when` the rows that are asked about. `given` reads what
    `python` takes besides, before the day. `turns` is the day on which the answer about a row may change.
    """

    python: Callable[..., Any]
    sql: Any
    reads: tuple[Any, ...]
    joins: tuple[Any, ...] = ()
    when: Callable[[Any], Any] | None = None
    given: Callable[[AnySession], Any] | None = None
    turns: Callable[[Any], dt.date | None] | None = None


@dataclass(frozen=True)
class Cases(_Drawn):
    """Where a row stands on a day: one case of `cases` holds, and never two.

    `python` tells which, `sql` of a case and a day whether it is that one: never NULL, so that it may be negated.
    """

    cases: type[Enum]
    python: Callable[[Any, dt.date], Any]
    sql: Callable[[Any, dt.date], ColumnElement[bool]]
    reads: tuple[Any, ...]
    when: Callable[[Any], Any] | None = None
    turns: Callable[[Any], dt.date | None] | None = None
