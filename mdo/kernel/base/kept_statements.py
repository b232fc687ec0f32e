"""Statements that take longer to build than to run: built once for all that they say, then run again as they are.

What a statement says is the key: the function that builds it, and its arguments, whole. It is given no session, hence
can read nothing of a reader that is not in its key: two readers share a statement only where they may see the same.
The criteria of the reader's scope are put on it by `mdo.kernel.scope.reading` at each run, as on any other.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """A kept statement as an engine runs it; None for one that reads whole rows, which are the session's."""
    return None if _reads_rows(statement) else AsText(statement, dialect)


class AsText:
    """The text of a statement and its values as the driver takes them, but those that are given at each run.

    To have an engine look a long statement up, and write the lists of its `in_` again, takes a third of a page that
    says as much as the first one. A list that is given at each run has a text for each length.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        self._written: Any = statement.compile(dialect=dialect)
        required = {name: value for name, value in self._written.binds.items() if value.required}
        of_types = {name: value.type.dialect_impl(dialect) for name, value in self._written.binds.items()}
        found = {name: of.bind_processor(dialect) for name, of in of_types.items()}
        self._bound = {name: of for name, of in found.items() if of is not None}
        self._given = [name for name, value in required.items() if not value.expanding]
        self._lists = [name for name, value in required.items() if value.expanding]
        columns = statement.selected_columns
        self._keys = SimpleResultMetaData(columns.keys())
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._read: list[Callable[[Any], Any] | None] | None = None
        # Of a list that has any length, the lengths of a page and of a batch are those that come back.
        self._of_lengths = lru_cache(maxsize=MAXIMUM)(self._of)

    def _of(self, lengths: tuple[int, ...]) -> "_Text":
        """What is run where the lists have these lengths."""
        lists = {name: [None] * length for name, length in zip(self._lists, lengths, strict=True)}
        whole = self._written.construct_expanded_state({**dict.fromkeys(self._given), **lists})
        items = {name: tuple(whole.parameter_expansion[name]) for name in self._lists}
        told = {*self._given, *(item for names in items.values() for item in names)}
        bound = {**self._bound, **whole.processors}
        values = {
            name: bound[name](value) if name in bound else value
            for name, value in whole.parameters.items()
            if name not in told
        }
        text = _Text(whole.statement, whole.positiontup, values, items, bound)
        return text if text.order is not None else text.said_once()

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Result[Any]:
        """What it reads with these values. Raises KeyError where one of them is missing."""
        text = self._of_lengths(tuple(len(given[name]) for name in self._lists))
        told = {name: given[name] for name in self._given}
        for name, items in text.items.items():
            told.update(zip(items, given[name], strict=True))
        found = connection.exec_driver_sql(text.words, text.with_values(told))
        if self._read is None:
            kinds = zip(self._types, found.cursor.description, strict=True)
            self._read = [of.result_processor(self._dialect, kind[1]) for of, kind in kinds]
        return IteratorResult(self._keys, map(self._as_said, found), found)

    def _as_said(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the driver, its values of the types that the statement says."""
        assert self._read is not None
        return tuple(value if of is None else of(value) for of, value in zip(self._read, row, strict=True))


@dataclass(frozen=True)
class _Text:
    """A statement in words, the order of its values where the driver takes them by place, and what is known of them.

    `items` are the names of the values of each list that is given; `bound` is what a value goes through on its way.
    """

    words: str
    order: Sequence[str] | None
    values: Mapping[str, Any]
    items: Mapping[str, Sequence[str]]
    bound: Mapping[str, Callable[[Any], Any]]

    def said_once(self) -> "_Text":
        """With one name for a value that is said in many places: a driver sends each name."""
        once: dict[Hashable, str] = {}
        names = {
            name: once.setdefault((type(value), value), name)
            for name, value in self.values.items()
            if isinstance(value, Hashable)
        }
        words = _NAMED.sub(lambda found: f"%({names.get(found[1], found[1])})s", self.words)
        values = {name: value for name, value in self.values.items() if names.get(name, name) == name}
        return replace(self, words=words, values=values)

    def with_values(self, told: Mapping[str, Any]) -> Any:
        """All values as the driver takes them."""
        bound = {name: self.bound[name](value) if name in self.bound else value for name, value in told.items()}
        values: dict[str, Any] = {**self.values, **bound}
        return values if self.order is None else tuple(values[name] for name in self.order)


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
