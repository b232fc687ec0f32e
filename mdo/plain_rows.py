"""Rows of a model as plain objects: for a file, which reads them once, by the hundred thousand.

A mapped object costs several times what its values cost. Here a row has the same attributes, its to-one relations are
read by the batch, in statements of the same session, hence of the same scope, and all else that a column may ask of
it (a collection, a relation that the column does not declare) is asked of the mapped object itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import FunctionType
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import RelationshipProperty

from mdo.columns import Column, loading_options
from mdo.context import AnySession

BATCH = 500
_MAX_KEPT = 5_000

Paths = frozenset[tuple[Any, ...]]
Ordered = Callable[[Select[Any]], Select[Any]]


class PlainRow:
    """The values of a row; what it does not hold is read from its mapped object."""

    _model: type
    _session: AnySession

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "id":
            raise AttributeError(name)
        return getattr(self._session.get(self._model, self.id), name)


def plain_rows(session: AnySession, model: Any, columns: Sequence[Column], complete: Ordered) -> Iterator[Any]:
    """The rows that these columns need, in batches; `complete` adds criteria, joins and order to the statement.

    Mapped objects, also in batches, where a column reads a collection of the row itself.
    """
    reader = _Reader(session, model, _paths(columns))
    if not reader.is_plain:
        statement = complete(select(model)).options(*loading_options(columns))
        yield from session.scalars(statement.execution_options(yield_per=BATCH))
        return
    found = session.execute(complete(select(*reader.attributes)).execution_options(yield_per=BATCH))
    for part in found.partitions():
        yield from reader.rows(part)


class _Reader:
    """Reads rows of one model, and what they point to."""

    def __init__(self, session: AnySession, model: Any, paths: Paths) -> None:
        self._session, self._model = session, model
        mapper = inspect(model)
        firsts = {path[0].key: path[0] for path in paths}
        self._options_of = [Column("", "", _nothing, loads=path) for path in sorted(paths, key=_keys)]
        self.is_plain = all(_is_simple(relation.property) for relation in firsts.values())
        keys = [attribute.key for attribute in mapper.column_attrs if not attribute.deferred]
        self.attributes = [getattr(model, key) for key in keys]
        self._keys = keys
        self._class = _plain_class(model)
        self._relations = []
        if self.is_plain:
            for key, relation in sorted(firsts.items()):
                rest = frozenset(path[1:] for path in paths if path[0].key == key and len(path) > 1)
                (column,) = relation.property.local_columns
                at = keys.index(mapper.get_property_by_column(column).key)
                self._relations.append((key, at, _Reader(session, relation.property.mapper.class_, rest)))
        self._kept: dict[Any, Any] = {}

    def rows(self, found: Sequence[Any]) -> list[Any]:
        """These tuples as rows, with what they point to."""
        keys, plain = self._keys, self._class
        rows = []
        for values in found:
            row = plain()
            row.__dict__ = dict(zip(keys, values, strict=True))
            row.__dict__["_session"] = self._session
            rows.append(row)
        for key, at, reader in self._relations:
            targets = reader.by_ids({values[at] for values in found})
            for row, values in zip(rows, found, strict=True):
                row.__dict__[key] = targets.get(values[at])
        return rows

    def by_ids(self, ids: Iterable[Any]) -> dict[Any, Any]:
        """The rows of these ids that the reader may see; those that come again and again are kept."""
        wanted = {item for item in ids if item is not None}
        if len(self._kept) > _MAX_KEPT:
            self._kept.clear()
        missing = sorted(wanted - self._kept.keys())
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            self._kept.update(dict.fromkeys(part))
            self._kept.update((row.id, row) for row in self._read(part))
        return self._kept

    def _read(self, ids: list[Any]) -> Sequence[Any]:
        if self.is_plain:
            return self.rows(self._session.execute(select(*self.attributes).where(self._model.id.in_(ids))).all())
        statement = select(self._model).where(self._model.id.in_(ids)).options(*loading_options(self._options_of))
        return self._session.scalars(statement).unique().all()


def _nothing(row: Any, today: Any) -> None:
    return None


def _keys(path: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(step.key for step in path)


def _paths(columns: Sequence[Column]) -> Paths:
    # One relation may stand in several columns as several objects: by names.
    paths = {_keys(path): path for column in columns for path in (column.loads, *column.more_loads) if path}
    return frozenset(paths.values())


def _is_simple(relation: RelationshipProperty[Any]) -> bool:
    """Whether a relation leads from one column to the id of one row."""
    target = relation.mapper.primary_key
    return not relation.uselist and len(relation.local_columns) == 1 and relation.remote_side == set(target)


@cache
def _plain_class(model: type) -> type:
    """A class with the methods and properties of a model, which they find the same attributes in."""
    members = {
        name: member
        for parent in reversed(model.__mro__[:-1])
        for name, member in vars(parent).items()
        if isinstance(member, FunctionType | property) and not name.startswith("__")
    }
    says = next(
        vars(parent)[name] for parent in model.__mro__ for name in ("__str__", "__repr__") if name in vars(parent)
    )
    return type(f"Plain{model.__name__}", (PlainRow,), {**members, "_model": model, "__str__": says})
