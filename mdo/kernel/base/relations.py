"""What a row says that was just written on it: through a relation or its column, by a form or by an undo."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect

from mdo.kernel.base.context import AnySession

# In `session.info`, while an undo is judged: what it wrote, by the row that it wrote on.
_PUT_BACK = "mdo_put_back"


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


# ---- What an undo wrote, flushed by the time that rules judge it ----------------------------------------------------


def note_put_back(session: AnySession, row: Any, replaced: Mapping[str, Any]) -> None:
    """Notes the values that an undo replaces on a row; none for a row that it brought back."""
    session.info.setdefault(_PUT_BACK, {}).setdefault((type(row), row.id), {}).update(replaced)


def forget_put_back(session: AnySession) -> None:
    """Once the undo is judged, its rows are like any other."""
    session.info.pop(_PUT_BACK, None)


def is_set(row: Any, names: Iterable[str]) -> bool:
    """As `is_changed`, and whether an undo just set one of these attributes."""
    replaced = _replaced(row) or {}
    return is_changed(row, names) or any(key in replaced for name in names for key in (name, f"{name}_id"))


def value_replaced(row: Any, name: str) -> Any:
    """As `value_before`; of what an undo just set, the value that it replaced."""
    replaced = _replaced(row) or {}
    return replaced[name] if name in replaced else value_before(row, name)


def is_brought_back(row: Any) -> bool:
    """Whether an undo or a restore just brought this row back, as it was when it was deleted."""
    return _replaced(row) == {}


def _replaced(row: Any) -> Mapping[str, Any] | None:
    session = inspect(row).session
    found: Mapping[str, Any] | None = (
        None if session is None else session.info.get(_PUT_BACK, {}).get((type(row), row.id))
    )
    return found
