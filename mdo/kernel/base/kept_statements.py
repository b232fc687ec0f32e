"""Statements that take longer to build than to run: built once for all that they say, then run again as they are.

What a statement says is the key: the function that builds it, and its arguments, whole. It is given no session, hence
can read nothing of a reader that is not in its key: two readers share a statement only where they may see the same.
The criteria of the reader's scope are put on it by `mdo.kernel.scope.reading` at each run, as on any other.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import ClauseList

# About a megabyte each at most, with its text: what some twenty readers ask for.
MAXIMUM = 128
KEPT = {"mdo_kept": True}

# Who reads, given when the statement is run: colleagues with the same rights share it.
ACTOR_ID = bindparam("actor_id", type_=Integer)


@lru_cache(maxsize=MAXIMUM)
def kept(build: Callable[..., Any], *key: Hashable) -> Any:
    """`build(*key)`, from memory where it was asked before; `key` holds values that never change."""
    statement: Select[Any] = visitors.replacement_traverse(build(*key), {}, _listed)
    return statement.execution_options(**KEPT)


def _listed(element: Any, **_options: Any) -> Any:
    """The values of an `in_`, one by one: of a list that may change, the whole text is written again at each run."""
    if isinstance(element, BindParameter) and element.expanding and element.value:
        values = (bindparam(None, value, type_=element.type) for value in element.value)
        return ClauseList(*values).self_group()
    return None
