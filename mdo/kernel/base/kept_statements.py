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
    statement: Select[Any] = visitors.replacement_traverse(build(*key), {}, _Values().replaced)
    return statement.execution_options(**KEPT)


class _Values:
    """The values of a statement: each is bound once, however often it is said, and those of an `in_` one by one.

    Of a list that may change, the whole text is written again at each run.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, BindParameter[Any]] = {}

    def replaced(self, element: Any, **_options: Any) -> Any:
        """What stands for an element; None leaves it as it is."""
        # Other kinds than its own are those of LIMIT; an empty list is said in the words of each engine.
        if type(element) is not BindParameter or not element.unique or element.value in (None, []):
            return None
        if not element.expanding:
            return self._bound(element.value, element.type)
        return ClauseList(*(self._bound(value, element.type) for value in element.value)).self_group()

    def _bound(self, value: Hashable, of: Any) -> BindParameter[Any]:
        told = repr(of), type(value), value
        if told not in self._known:
            self._known[told] = bindparam(f"kept_{len(self._known)}", value, type_=of)
        return self._known[told]
