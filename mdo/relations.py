"""What a to-one relation of a row points to, whether it was written through the relation or through its column."""

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
