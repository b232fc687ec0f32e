"""Which words each searchable row shows: those of the columns of its list, related names included.

A path is an attribute of the row, behind the relations that lead to it (`instance.type.label`). Left out are dates,
quantities and links, which no one types to find a row, and the members of closed lists: their words belong to the
reader's language and not to the row, and each has a filter. Roles alone are found by their label (see `matching`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, inspect, select
from sqlalchemy.orm import RelationshipProperty

Steps = tuple[str, ...]


@dataclass(frozen=True)
class SearchSource:
    """Paths to what every reader of the row may see, and to what needs the right to personal data."""

    words: tuple[str, ...]
    private_words: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.words, *self.private_words)


SOURCES: dict[type, SearchSource] = {}


def relation_at(model: type, steps: Steps) -> RelationshipProperty[Any]:
    """The last relation on the way from `model`."""
    *before, last = steps
    here = relation_at(model, tuple(before)).mapper if before else inspect(model)
    relation: RelationshipProperty[Any] = here.relationships[last]
    return relation


def class_at(model: type, steps: Steps) -> type:
    """The class to which the relations lead from `model`."""
    return relation_at(model, steps).mapper.class_ if steps else model


class Joins:
    """The table of `model` and those of what its rows show, joined as they are asked for, outside the scope."""

    def __init__(self, model: type, *, is_outer: bool) -> None:
        owner: FromClause = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        self._model, self._is_outer = model, is_outer
        self._tables: dict[Steps, FromClause] = {(): owner}
        self.id: ColumnElement[int] = owner.c.id
        self.collected: list[ColumnElement[int]] = []
        self.tables: FromClause = owner

    def column(self, path: str) -> ColumnElement[Any]:
        """The column at the end of a path."""
        *steps, name = path.split(".")
        return self.table(tuple(steps)).c[name]

    def table(self, steps: Steps) -> FromClause:
        """The table to which the relations lead."""
        if steps not in self._tables:
            self._tables[steps] = self._join(self.table(steps[:-1]), relation_at(self._model, steps))
        return self._tables[steps]

    def _join(self, here: FromClause, relation: RelationshipProperty[Any]) -> FromClause:
        target = relation.mapper.local_table.alias()
        if relation.secondary is None:
            ((local, remote),) = relation.local_remote_pairs or ()
            on = here.c[local.name] == target.c[remote.name]
        else:
            link = relation.secondary.alias()
            ((_, near),) = relation.synchronize_pairs
            ((_, far),) = relation.secondary_synchronize_pairs or ()
            self.tables = self.tables.join(link, link.c[near.name] == here.c.id, isouter=self._is_outer)
            on = link.c[far.name] == target.c.id
        self.tables = self.tables.join(target, on, isouter=self._is_outer)
        if relation.uselist:
            self.collected.append(target.c.id)
        return target


@cache
def reading(model: type) -> Select[Any]:
    """Reads the id of each row of `model`, then the value at each of its paths; a collection gives several lines.

    Always in the same order: the text of a row that did not change is the same again.
    """
    joins = Joins(model, is_outer=True)
    values = [joins.column(path) for path in SOURCES[model].paths]
    return select(joins.id, *values).select_from(joins.tables).order_by(joins.id, *joins.collected)
