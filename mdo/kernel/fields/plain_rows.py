"""Rows of a model as plain objects: for a file, which reads them once, by the hundred thousand.

A mapped object costs several times what its values cost. Here a row is a tuple with the same attributes; what it
points to is joined where most rows point to another one, else read by the batch and kept, in statements of the same
session, hence of the same scope. What the columns ask of the first rows is all that is read of the others. What they
ask besides is read then: a value for the whole batch, all else (a collection, a relation that the column does not
declare) of the mapped object itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, starmap
from operator import itemgetter
from types import FunctionType
from typing import Any, ClassVar

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import RelationshipProperty, aliased

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.fields.columns import Column, loading_options

BATCH = 500
_FIRST = 50
_MOSTLY_OTHERS = 0.5  # of the first rows: they point to so many different ones that these are joined
_MAX_KEPT = 5_000

Paths = frozenset[tuple[Any, ...]]
Ordered = Callable[[Select[Any]], Select[Any]]


class PlainRow(tuple[Any, ...]):
    """The values of a row, by the names that its mapped object has for them."""

    __slots__ = ()
    _reader: ClassVar["_Reader"]
    id: int

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._reader.missing(self, name)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class Rows(Iterator[Any]):
    """Rows to read once; `are_many` tells of more than 500, without having sorted them."""

    def __init__(self, found: Iterator[Any], *, are_many: bool = False) -> None:
        self._found = found
        self.are_many = are_many

    def __next__(self) -> Any:
        return next(self._found)


def plain_rows(session: AnySession, model: Any, columns: Sequence[Column], complete: Ordered) -> Rows:
    """The rows that these columns need, in batches; `complete` adds criteria, joins and order to the statement.

    Mapped objects, also in batches, where a column reads a collection of the row itself. A few rows, of any order, are
    read at once: what they ask is all that is read of the others, and a statement that the database refuses fails here.
    """
    reader = _Reader(session, model, _paths(columns))
    if not reader.is_plain:
        statement = complete(select(model)).options(*loading_options(columns))
        return Rows(iter(session.scalars(statement.execution_options(yield_per=BATCH))))
    try:
        first = session.execute(complete(reader.statement()).order_by(None).limit(_FIRST)).all()
        today = context_of(session).today
        for row in reader.rows(first):
            for column in columns:
                column.value(row, today)
        beyond = complete(select(model.id)).order_by(None).offset(BATCH).limit(1)
        are_many = len(first) == _FIRST and session.execute(beyond).first() is not None
        reader.settle()
    except BaseException:
        reader.forget()
        raise
    return Rows(_all_of(session, reader, complete), are_many=are_many)


def _all_of(session: AnySession, reader: "_Reader", complete: Ordered) -> Iterator[Any]:
    try:
        # Closed with the reading: a cursor of the server outlives a reader who goes away otherwise.
        with session.execute(complete(reader.statement()).execution_options(yield_per=BATCH)) as found:
            for part in found.partitions():
                yield from reader.rows(part)
    finally:
        reader.forget()


class _Reader:
    """Reads rows of one model, and what they point to."""

    def __init__(self, session: AnySession, model: Any, paths: Paths) -> None:
        self._session, self.model = session, model
        mapper = inspect(model)
        firsts = {path[0].key: path[0] for path in paths}
        self._options_of = [Column("", "", _nothing, loads=path) for path in sorted(paths, key=_keys)]
        self.is_plain = all(_is_simple(relation.property) for relation in firsts.values())
        self._all = [attribute.key for attribute in mapper.column_attrs if not attribute.deferred]
        self._asked: set[str] = {"id"}
        self._relations: list[tuple[Any, str, _Reader]] = []  # by the batch: relation, its column here, its reader
        self._joined: list[tuple[Any, Any, _Reader]] = []  # relation, alias, its reader
        if self.is_plain:
            for key, relation in firsts.items():
                rest = frozenset(path[1:] for path in paths if path[0].key == key and len(path) > 1)
                (column,) = relation.property.local_columns
                at = mapper.get_property_by_column(column).key
                self._asked.add(at)
                self._relations.append((relation, at, _Reader(session, relation.property.mapper.class_, rest)))
        self._kept: dict[Any, Any] = {}
        self._before: list[Any] = []
        self._latest: list[Any] = []
        self._missed: dict[str, dict[Any, Any]] = {}
        self._shape(self._all, is_noting=True)

    def _shape(self, keys: Sequence[str], *, is_noting: bool) -> None:
        self._keys, self._places = keys, {key: index for index, key in enumerate(keys)}
        width = len(keys) + sum(len(reader.keys) for _, _, reader in self._joined)
        related = [relation.key for relation, *_ in (*self._joined, *self._relations)]

        def getter(index: int, name: str) -> Callable[[Any], Any]:
            get = itemgetter(index)

            def noting(row: Any) -> Any:
                self._asked.add(name)
                return get(row)

            return noting if is_noting else get

        values = {name: property(getter(index, name)) for index, name in enumerate(keys)}
        values.update((name, property(getter(index, name))) for index, name in enumerate(related, start=width))
        members = {"__slots__": (), "_reader": self, **_members(self.model), **values}
        self._class = type(f"Plain{self.model.__name__}", (PlainRow,), members)

    @property
    def is_leaf(self) -> bool:
        """Whether its rows point to nothing."""
        return self.is_plain and not self._relations

    @property
    def kept(self) -> int:
        """How many rows it remembers."""
        return len(self._kept)

    @property
    def keys(self) -> Sequence[str]:
        """The names of the values that are read."""
        return self._keys

    def statement(self) -> Select[Any]:
        """What reads the rows, all of them, with what is joined."""
        attributes = [getattr(self.model, key) for key in self._keys]
        attributes += [getattr(alias, key) for _, alias, reader in self._joined for key in reader.keys]
        statement = select(*attributes).select_from(self.model)
        for relation, alias, _ in self._joined:
            statement = statement.outerjoin(relation.of_type(alias))
        return statement

    def settle(self) -> None:
        """From now on reads what was asked of the rows so far; all of it, where there was no row to ask."""
        by_batch = []
        for relation, at, reader in self._relations:
            if reader.is_leaf and reader.kept > len(self._latest) * _MOSTLY_OTHERS:
                self._joined.append((relation, aliased(reader.model), reader))
            else:
                by_batch.append((relation, at, reader))
            reader.settle()
        self._relations = by_batch
        keys = [key for key in self._all if key in self._asked] if self._latest else self._all
        self._shape(keys, is_noting=False)
        self._kept.clear()

    def forget(self) -> None:
        """Lets go of the rows that are kept: they know their reader, and such a circle stays in memory for long.

        Ids and values stay: the last rows are used once the reader is through.
        """
        for _, _, reader in (*self._joined, *self._relations):
            reader.forget()
        self._kept.clear()

    def rows(self, found: Sequence[Any]) -> list[Any]:
        """These tuples as rows, with what they point to."""
        place = self._places["id"]
        self._now([values[place] for values in found])
        related = []
        start = len(self._keys)
        for _, _, reader in self._joined:
            related.append(reader.within(found, start))
            start += len(reader.keys)
        for _, at, reader in self._relations:
            index = self._places[at]
            ids = [values[index] for values in found]
            targets = reader.by_ids(ids)
            related.append([targets.get(item) for item in ids])
        if not related:
            return list(map(self._class, found))
        parts = zip(found, zip(*related, strict=True), strict=True)
        return list(map(self._class, starmap(chain, parts)))

    def within(self, found: Sequence[Any], start: int) -> list[Any]:
        """What these tuples hold of this reader's model, from a place on."""
        plain, end, at = self._class, start + len(self._keys), start + self._places["id"]
        self._now([values[at] for values in found if values[at] is not None])
        return [None if values[at] is None else plain(values[start:end]) for values in found]

    def _now(self, ids: list[Any]) -> None:
        """Rows are used after those that follow are read: what was missed of the batch before is kept too."""
        self._before, self._latest = self._latest, ids
        held = {*self._before, *ids}
        for values in self._missed.values():
            for gone in values.keys() - held:
                del values[gone]

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

    def missing(self, row: PlainRow, name: str) -> Any:
        """What a row does not hold: a value, read for all the rows of the batch at once, or else of its object."""
        if name not in self._all:
            return getattr(self._session.get(self.model, row.id), name)
        values = self._missed.setdefault(name, {})
        if row.id not in values:
            model = self.model
            wanted = {*self._before, *self._latest, row.id} - values.keys()
            statement = select(model.id, getattr(model, name)).where(model.id.in_(wanted))
            values.update((item, value) for item, value in self._session.execute(statement))
        return values.get(row.id)

    def _read(self, ids: list[Any]) -> Sequence[Any]:
        if self.is_plain:
            return self.rows(self._session.execute(self.statement().where(self.model.id.in_(ids))).all())
        statement = select(self.model).where(self.model.id.in_(ids)).options(*loading_options(self._options_of))
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


def _missing(name: str, row: PlainRow) -> Any:
    return PlainRow.__getattr__(row, name)


@cache
def _members(model: type) -> dict[str, Any]:
    """The methods and properties of a model, which find the same attributes in a plain row."""
    members: dict[str, Any] = {
        name: member
        for parent in reversed(model.__mro__[:-1])
        for name, member in vars(parent).items()
        if isinstance(member, FunctionType | property) and not name.startswith("__")
    }
    # Names that a tuple has too, and that a row would otherwise take for its own.
    attributes: Iterable[Any] = inspect(model).attrs
    for name in {attribute.key for attribute in attributes} & set(dir(tuple)):
        members[name] = property(partial(_missing, name))
    members["__str__"] = next(
        vars(parent)[name] for parent in model.__mro__ for name in ("__str__", "__repr__") if name in vars(parent)
    )
    return members
