"""« Deleted »: the rows that someone may still put back, as a list of the journal's deletions.

Whose they are is the session's to say (`mdo.kernel.scope.journal`); here, which of them are still gone, and are listed
by themselves: what went with another row, as its part, comes back with it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, inspect, null, or_, select
from sqlalchemy.orm import Mapper

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.journal.followers import FOLLOWERS, NOT_UNDONE, WITHOUT_CONTENT
from mdo.kernel.journal.touched import Changed, model_named
from mdo.kernel.journal.undo import RESTORE_DAYS
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.journal import SCREENS
from models.base import Model
from models.journal import ERASED, ChangeAction, Door, JournalChange, JournalEntry
from models.types import number_at

# By a name of its own: whether a row came back, or went with another, is asked of the whole journal.
_other = JournalChange.__table__.alias()
_entry = JournalEntry.__table__.alias()


def models_listed() -> tuple[type, ...]:
    """The tables whose deleted rows may come back, in the order of their names."""
    found = (model_named(name) for name in sorted(SCREENS))
    return tuple(model for model in found if model not in (*NOT_UNDONE, *WITHOUT_CONTENT))


TableKind = StrEnum("TableKind", {model.__name__: model.__name__ for model in models_listed()})  # type: ignore[misc]  # its members are the tables


def still_gone(today: dt.date) -> tuple[ColumnElement[bool], ...]:
    """The criteria of the deletions of the last 90 calendar days whose row did not come back, parts left out."""
    change = JournalChange
    first = start_of_day(today - dt.timedelta(days=RESTORE_DAYS))
    same = _other.c.model == change.model, _other.c.row_id == change.row_id
    since = exists().where(*same, _other.c.id + 0 > change.id)
    return (
        change.action == ChangeAction.DELETE,
        change.model.in_([model.__name__ for model in models_listed()]),
        change.label != ERASED,
        change.entry_id.in_(select(_entry.c.id).where(_entry.c.at >= first)),
        ~since,
        ~or_(*(_went_with(parts, *link) for link, parts in _links_of_parts().items())),
    )


def gone_by(doors: Sequence[Door]) -> ColumnElement[bool]:
    """The deletions that came in by these ways."""
    return JournalChange.entry_id.in_(select(_entry.c.id).where(_entry.c.door.in_(doors)))


def _went_with(parts: list[str], column: str, above: str) -> ColumnElement[bool]:
    """Whether a row of these tables went in the same operation as the row that its column names.

    That row is found by itself, by no other index: an import that is undone deletes thousands in one operation.
    """
    change = JournalChange
    its_deletion = exists().where(
        _other.c.model == above,
        _other.c.row_id == number_at(change.fields, column, 0),
        func.coalesce(_other.c.action, null()) == ChangeAction.DELETE,
        _other.c.entry_id + 0 == change.entry_id,
    )
    return and_(change.model.in_(parts), its_deletion)


@cache
def _links_of_parts() -> Mapping[tuple[str, str], list[str]]:
    """The tables whose rows live and go with another: by the column that leads to it, and its table's class.

    So do those that the program makes go with the others (the pairs of the duplicates queue with their people).
    """
    found: dict[tuple[str, str], list[str]] = {}
    for each in FOLLOWERS:
        for column in each.links:
            found.setdefault((column, each.leader.__name__), []).append(each.model.__name__)
    for mapper in Model.registry.mappers:
        for relation in mapper.relationships:
            if relation.cascade.delete_orphan:
                part: Mapper[Any] = inspect(relation.mapper.class_)
                (remote,) = relation.remote_side
                column = part.get_property_by_column(remote).key
                found.setdefault((column, mapper.class_.__name__), []).append(part.class_.__name__)
    return found


def kind_of(change: JournalChange | Changed) -> str:
    """What a deleted row was, as a message id."""
    model = model_named(change.model)
    return MODEL_LABELS[model][0] if model in MODEL_LABELS else change.model


DELETED_COLUMNS = (
    Column("label", N_("Deleted row"), lambda row, today: row.label or None, sort=(JournalChange.label,), width=44),
    Column("kind", N_("Kind"), lambda row, today: kind_of(row), Kind.ENUM, (JournalChange.model,), width=24),
    Column(
        "at",
        N_("Deleted on"),
        lambda row, today: row.entry.at,
        Kind.MOMENT,
        (JournalChange.id,),
        loads=(JournalChange.entry,),
        width=18,
    ),
    Column(
        "actor_name",
        N_("Deleted by"),
        lambda row, today: row.entry.actor_name or None,
        loads=(JournalChange.entry,),
        width=26,
    ),
    Column("door", N_("How"), lambda row, today: row.entry.door, Kind.ENUM, loads=(JournalChange.entry,), width=18),
)
