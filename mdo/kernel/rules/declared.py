"""What is asked of the rows of each table, as domains declare it: forms, undo and restore read it here.

A table that is not here has its constraints alone. Importers plan thousands of lines and call the same functions with
what they hold in memory; `tests/project/test_one_door.py` compares all of them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mdo.kernel.base.context import AnySession

Rule = Callable[[AnySession, Any, dt.date], None]
# Asked before a row goes with the operation that made it; what it returns is asked once all of them are gone.
UndoneRule = Callable[[AnySession, Any, dt.date], Callable[[], None] | None]


def nothing(session: AnySession, row: Any, today: dt.date) -> None:
    """Constraints alone."""


@dataclass(frozen=True)
class RowRules:
    """The rules of a table. Each raises RuleViolation.

    `written` tidies and judges a row that a form is about to write. `stored` judges one that an undo wrote, as a whole:
    the same unless said otherwise; `together` gives the rule of many such rows, once what it needs of all of them was
    read. `removal` judges a deletion, and `undone` that of a row whose creation is undone.
    """

    written: Rule
    stored: Rule | None = None
    removal: Rule = nothing
    undone: UndoneRule | None = None
    together: Callable[[AnySession, Sequence[Any]], Rule] | None = None


RULES: dict[type, RowRules] = {}
