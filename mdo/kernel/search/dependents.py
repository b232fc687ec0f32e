"""Which rows show the words of another, or are ordered by them: derived from the sources, so that none is forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import RelationshipDirection

from mdo.kernel.search.sorting import SORTS, keys_of
from mdo.kernel.search.sources import SOURCES, Joins, Steps, class_at, relation_at
from models.sorting import PLACE_SORT_TABLES

_BATCH = 500


@dataclass(frozen=True)
class Showing:
    """Rows of `model` show these attributes of the row to which the relations lead; no step is the row itself."""

    model: type
    steps: Steps
    attributes: frozenset[str]

    def is_touched_by(self, row: Any) -> bool:
        """Whether a row that was just flushed changed what is shown of it."""
        attributes = inspect(row).attrs
        return any(attributes[name].history.has_changes() for name in self.attributes)

    @property
    def owner(self) -> "Showing | None":
        """Who shows the row of which the row shown is a part (a contract, of its holder); None when it is no part."""
        return Showing(self.model, self.steps[:-1], frozenset()) if _key_of_part(self.model, self.steps) else None

    def owners(self, row: Any, *, is_gone: bool = False) -> Iterator[int]:
        """The rows that a flush gave this part to, or took it from: new, moved or gone, it changes what they show."""
        key = _key_of_part(self.model, self.steps)
        if key is None:
            return
        added, unchanged, deleted = inspect(row).attrs[key].history
        yield from (owner for owner in (*added, *deleted, *(unchanged if is_gone else ())) if owner is not None)

    def ids(self, connection: Connection, shown: Iterable[int]) -> Iterator[int]:
        """The rows that show these ones."""
        if not self.steps:
            yield from shown
            return
        joins = Joins(self.model, is_outer=False)
        target = joins.table(self.steps)
        statement = select(joins.id).select_from(joins.tables)
        ordered = sorted(shown)
        for start in range(0, len(ordered), _BATCH):
            yield from connection.scalars(statement.where(target.c.id.in_(ordered[start : start + _BATCH])))


Showings = Mapping[type, tuple[Showing, ...]]


@cache
def showings() -> Showings:
    """For each class, who shows which of its attributes."""
    return _showings({model: source.paths for model, source in SOURCES.items()})


@cache
def key_showings() -> Showings:
    """For each class, whose lists are ordered by which of its attributes."""
    of_all = {model: keys_of(model, of_places=model in PLACE_SORT_TABLES) for model in SORTS}
    return _showings({model: tuple(keys.values()) for model, keys in of_all.items()})


def _showings(paths_of: Mapping[type, Iterable[str]]) -> Showings:
    attributes: dict[tuple[type, Steps], set[str]] = defaultdict(set)
    for model, paths in paths_of.items():
        for path in paths:
            *steps, name = path.split(".")
            attributes[model, tuple(steps)].add(name)
            for index in range(len(steps)):
                attributes[model, tuple(steps[:index])].add(_attribute_of(model, tuple(steps[: index + 1])))
    found: dict[type, list[Showing]] = defaultdict(list)
    for (model, way), names in attributes.items():
        found[class_at(model, way)].append(Showing(model, way, frozenset(names)))
    return {shown: tuple(items) for shown, items in found.items()}


@cache
def _key_of_part(model: type, steps: Steps) -> str | None:
    """The attribute by which the row at the end of the way says of which row it is a part."""
    relation = relation_at(model, steps) if steps else None
    if relation is None or relation.direction is not RelationshipDirection.ONETOMANY:
        return None
    ((_, remote),) = relation.local_remote_pairs or ()
    return str(relation.mapper.get_property_by_column(remote).key)


def _attribute_of(model: type, steps: Steps) -> str:
    """What changes on a row that points elsewhere: its foreign key, set at the flush, or its collection."""
    relation = relation_at(model, steps)
    return relation.key if relation.uselist else str(next(iter(relation.local_columns)).key)
