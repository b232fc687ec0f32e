"""The choices of a list's filters and the reader's saved views of it, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Integer, Select, String, cast, literal, select, union_all
from sqlalchemy.orm import outerjoin

from mdo.kernel.base.context import context_of
from mdo.kernel.base.kept_statements import ACTOR_ID, KEPT
from mdo.kernel.preferences.saved_views import readable_clause
from models.accounts import Role
from models.preferences import SavedView
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import Filter, RelationFilter

_SAVED = ""  # no filter is named so
_LISTS = 256


@dataclass(frozen=True)
class SavedList:
    """A saved view as a list needs it; `role` is the stored name of the role it is shared with, or empty."""

    id: int
    name: str
    query: str
    is_own: bool
    is_default: bool
    role: str


@dataclass(frozen=True)
class PanelChoices:
    """What the panel offers: by filter, (value, words); and the saved views, one's own first, by name."""

    by_filter: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    saved: tuple[SavedList, ...] = ()

    def names(self, item: Filter) -> dict[str, str]:
        """The words of a filter's values."""
        return dict(self.by_filter.get(item.name, []))


def read_choices(
    filters: Sequence[Filter], active: Sequence[tuple[Filter, tuple[str, ...]]], list_name: str = ""
) -> PanelChoices:
    """All the rows of short tables, the active ones of long ones; with `list_name`, the saved views of that list."""
    values = {item.name: chosen for item, chosen in active}
    user_id = context_of(db.session).actor_id
    chosen = tuple(values.get(item.name, ()) if _is_long(item) else () for item in filters)
    build = _statement if any(chosen) else _kept_statement
    statement = build(tuple(filters), chosen, list_name if user_id is not None else "")
    if statement is None:
        return PanelChoices()
    rows = db.session.execute(statement, {ACTOR_ID.key: user_id}).all()
    found: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows, key=lambda row: (row.filter, len(row.rank) if row.rank.isdigit() else 0, row.rank)):
        if row.filter != _SAVED:
            found.setdefault(row.filter, []).append((str(row.id), row.text))
    saved = []
    for row in rows:
        if row.filter == _SAVED:
            is_own = row.owner_id == user_id
            is_default = is_own and bool(row.is_default)
            saved.append(SavedList(row.id, row.text, row.rank, is_own, is_default, row.role or ""))
    return PanelChoices(found, tuple(sorted(saved, key=lambda view: (not view.is_own, view.name.casefold()))))


def _statement(filters: tuple[Filter, ...], chosen: tuple[tuple[str, ...], ...], list_name: str) -> Any:
    parts = [part for pair in zip(filters, chosen, strict=True) if (part := _choices_of(*pair)) is not None]
    if list_name:
        parts.append(_saved_views(list_name))
    return (union_all(*parts) if len(parts) > 1 else parts[0]) if parts else None


@lru_cache(maxsize=_LISTS)
def _kept_statement(*key: Any) -> Any:
    """Every list asks it first: it is built once, as long as no row of a long table is chosen."""
    statement = _statement(*key)
    return statement if statement is None else statement.execution_options(**KEPT)


def _is_long(item: Filter) -> bool:
    return isinstance(item, RelationFilter) and not item.is_short


def _choices_of(item: Filter, values: tuple[str, ...]) -> Select[tuple[object, ...]] | None:
    if not isinstance(item, RelationFilter):
        return None
    ids = posted_ids(values)
    if not item.is_short and not ids:
        return None
    part = select(
        literal(item.name).label("filter"),
        item.target.id.label("id"),
        cast(item.label_column, String).label("text"),
        cast(item.order_by if item.order_by is not None else item.label_column, String).label("rank"),
        literal(0, Integer).label("owner_id"),
        literal(False, Boolean).label("is_default"),
        literal("", String).label("role"),
    )
    return part if item.is_short else part.where(item.target.id.in_(ids))


def _saved_views(list_name: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(_SAVED, String).label("filter"),
            SavedView.id.label("id"),
            SavedView.name.label("text"),
            cast(SavedView.query, String).label("rank"),
            SavedView.user_id.label("owner_id"),
            SavedView.is_default.label("is_default"),
            cast(Role.name, String).label("role"),
        )
        .select_from(outerjoin(SavedView, Role, SavedView.role_id == Role.id))
        .where(SavedView.list_name == list_name, readable_clause(ACTOR_ID))
    )
