"""What a to-one relation of a row points to, whether it was written through the relation or through its column."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import inspect


def target_of(row: Any, relation: str) -> Any:
    """The id of the related row, the row itself while it has no id yet, or None. Loads nothing.

    A relation that was just set says more than its column, which follows at the flush only.
    """
    history = inspect(row).attrs[relation].history
    if not history.has_changes():
        return getattr(row, f"{relation}_id")
    related = history.added[0] if history.added else None
    if related is None:
        return None
    return related if related.id is None else related.id


def is_changed(row: Any, names: Iterable[str]) -> bool:
    """Whether a row is new, or one of these attributes was set since it was read; a relation counts with its column."""
    state = inspect(row)
    if not state.persistent:
        return True
    attributes = state.attrs
    keys = (key for name in names for key in (name, f"{name}_id") if key in attributes)
    return any(attributes[key].history.has_changes() for key in keys)


def value_before(row: Any, name: str) -> Any:
    """The value of a column as it was read, whatever was set since; None for a row that is not stored."""
    state = inspect(row)
    if not state.persistent:
        return None
    history = state.attrs[name].history
    found = history.deleted if history.has_changes() else history.unchanged
    return found[0] if found else None
