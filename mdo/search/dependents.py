"""Which rows show the words of another: derived from the sources, so that no renamed row can be forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import RelationshipDirection

from mdo.search.sources import SOURCES, Joins, Steps, class_at, relation_at

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
    def is_part(self) -> bool:
        """Whether the row shown is a part of those that show it (a holder of its contract): new, it changes them."""
        return bool(self.steps) and relation_at(self.model, self.steps).direction is RelationshipDirection.ONETOMANY

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


@cache
def showings() -> Mapping[type, tuple[Showing, ...]]:
    """For each class, who shows which of its attributes."""
    attributes: dict[tuple[type, Steps], set[str]] = defaultdict(set)
    for model, source in SOURCES.items():
        for path in source.paths:
            *steps, name = path.split(".")
            attributes[model, tuple(steps)].add(name)
            for index in range(len(steps)):
                attributes[model, tuple(steps[:index])].add(_attribute_of(model, tuple(steps[: index + 1])))
    found: dict[type, list[Showing]] = defaultdict(list)
    for (model, way), names in attributes.items():
        found[class_at(model, way)].append(Showing(model, way, frozenset(names)))
    return {shown: tuple(items) for shown, items in found.items()}


def _attribute_of(model: type, steps: Steps) -> str:
    """What changes on a row that points elsewhere: its foreign key, set at the flush, or its collection."""
    relation = relation_at(model, steps)
    return relation.key if relation.uselist else str(next(iter(relation.local_columns)).key)
