"""What a row of a flush hangs on, and what it is refused for: for those who guard a placement."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import inspect

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.base.messages import N_

OUTSIDE = N_("This is outside your arrondissements: nothing was saved.")

# Fewer than the values that a statement may hold, on either database.
_BATCH = 10_000


def found(ids: Iterable[Any], ask: Any) -> set[int]:
    """The ids, of these, that a statement gives; a row of the same flush, which has none yet, is checked itself."""
    known = sorted(value for value in ids if isinstance(value, int))
    return {one for start in range(0, len(known), _BATCH) for one in ask(known[start : start + _BATCH])}


def _relation_of(row: Any, column: str) -> Any:
    """The to-one relation that carries a foreign key column, or None."""
    for relation in inspect(type(row)).relationships:
        if not relation.uselist and any(local.key == column for local in relation.local_columns):
            return relation
    return None


def old_and_new(row: Any, column: str) -> set[Any]:
    """Values that a foreign key had and will have; a pending related row stands for its not yet known id."""
    state = inspect(row)
    values = set(state.attrs[column].history.deleted or ())
    relation = _relation_of(row, column)
    history = state.attrs[relation.key].history if relation is not None else None
    if history is None or not history.has_changes():
        return values | {getattr(row, column)}
    if state.persistent:
        values.add(getattr(row, column))  # the relation changed, its column not yet: this is the old value
    target = history.added[0] if history.added else None
    values.add(None if target is None else target.id if target.id is not None else target)
    return values


def new_value(row: Any, column: str) -> Any:
    """The value that a foreign key column will have; None for a row of the same flush."""
    relation = _relation_of(row, column)
    history = inspect(row).attrs[relation.key].history
    if history.has_changes():
        return history.added[0].id if history.added and history.added[0] is not None else None
    return getattr(row, column)


def check_values(values: set[Any], allowed: frozenset[Any], field: str) -> None:
    """Refuses values that are not among those allowed. Raises OutOfScope."""
    if not values <= allowed:
        raise OutOfScope(OUTSIDE, field=field)


def check_named(row: Any, column: str, target: type, writable: Collection[int]) -> None:
    """Refuses a row that hangs, or hung, on one that the reader does not write. Raises OutOfScope."""
    for value in old_and_new(row, column):
        if not isinstance(value, target) and value not in writable:  # a row of the same flush is checked itself
            raise OutOfScope(OUTSIDE, field=column)
