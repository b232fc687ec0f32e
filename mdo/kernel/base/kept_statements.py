"""Statements that take longer to build than to run: built once for all that they say, then run again as they are.

What a statement says is the key: the function that builds it, and its arguments, whole. It is given no session, hence
can read nothing of a reader that is not in its key: two readers share a statement only where they may see the same.
The criteria of the reader's scope are put on it by `mdo.kernel.scope.reading` at each run, as on any other.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Integer, Result, Select, bindparam, inspect
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.util import AliasedInsp
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import ClauseList

# About a megabyte each at most, with its text: what some twenty readers ask for.
MAXIMUM = 128
KEPT = {"mdo_kept": True}

_NAMED = re.compile(r"%\((\w+)\)s")

# Who reads, given when the statement is run: colleagues with the same rights share it.
ACTOR_ID = bindparam("actor_id", type_=Integer)


@lru_cache(maxsize=MAXIMUM)
def kept(build: Callable[..., Any], *key: Hashable) -> Any:
    """`build(*key)`, from memory where it was asked before; `key` holds values that never change."""
    statement: Any = build(*key)
    if _reads_rows(statement):
        statement = visitors.replacement_traverse(statement, {}, _Values().replaced)
    return statement.execution_options(**KEPT)


def _reads_rows(statement: Any) -> bool:
    """Whether it reads whole rows, which are the session's: it is never run as text."""
    told = getattr(statement, "column_descriptions", ())
    return any(isinstance(inspect(item["expr"], raiseerr=False), (Mapper, AliasedInsp)) for item in told)


@lru_cache(maxsize=MAXIMUM)
def as_text(statement: Select[Any], dialect: Dialect) -> "AsText | None":
    """A kept statement as an engine runs it; None for one that reads whole rows, which are the session's.

    Nor has one whose lists change from a run to the next a text of its own.
    """
    if _reads_rows(statement):
        return None
    written: Any = statement.compile(dialect=dialect)
    if any(value.required and value.expanding for value in written.binds.values()):
        return None
    return AsText(statement, written, dialect)


class AsText:
    """The text of a statement and its values as the driver takes them, but those that are given at each run.

    To have an engine look a long statement up, and write the lists of its `in_` again, takes a third of a page that
    says as much as the first one.
    """

    def __init__(self, statement: Select[Any], written: Any, dialect: Dialect) -> None:
        of_types = {name: value.type.dialect_impl(dialect) for name, value in written.binds.items()}
        found = {name: of.bind_processor(dialect) for name, of in of_types.items()}
        self._bound = {name: of for name, of in found.items() if of is not None}
        given = {name: None for name, value in written.binds.items() if value.required}
        self._given = given.keys()
        whole = written.construct_expanded_state(given)
        bound = {**self._bound, **whole.processors}
        self._text, self._order = whole.statement, whole.positiontup
        self._values = {
            name: bound[name](value) if name in bound else value
            for name, value in whole.parameters.items()
            if name not in given
        }
        if self._order is None:
            self._say_once()
        columns = statement.selected_columns
        self._keys = SimpleResultMetaData(columns.keys())
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._read: list[Callable[[Any], Any] | None] | None = None

    def _say_once(self) -> None:
        """Gives a value that is said in many places one name: a driver sends each name."""
        once: dict[Hashable, str] = {}
        names = {
            name: once.setdefault((type(value), value), name)
            for name, value in self._values.items()
            if isinstance(value, Hashable)
        }
        self._text = _NAMED.sub(lambda found: f"%({names.get(found[1], found[1])})s", self._text)
        self._values = {name: value for name, value in self._values.items() if names.get(name, name) == name}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Result[Any]:
        """What it reads with these values. Raises KeyError where one of them is missing."""
        told = {name: self._bound[name](given[name]) if name in self._bound else given[name] for name in self._given}
        values: Any = {**self._values, **told}
        if self._order is not None:
            values = tuple(values[name] for name in self._order)
        found = connection.exec_driver_sql(self._text, values)
        if self._read is None:
            kinds = zip(self._types, found.cursor.description, strict=True)
            self._read = [of.result_processor(self._dialect, kind[1]) for of, kind in kinds]
        return IteratorResult(self._keys, map(self._as_said, found), found)

    def _as_said(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the driver, its values of the types that the statement says."""
        assert self._read is not None
        return tuple(value if of is None else of(value) for of, value in zip(self._read, row, strict=True))


class _Values:
    """The values of a statement that reads rows: each is bound once, and those of an `in_` one by one.

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
