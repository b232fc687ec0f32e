"""What happened to the rows of an operation since: who changed them, and what points to those that it made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import inspect, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.base import Model
from models.journal import ChangeAction, JournalChange, JournalEntry

_BATCH = 500
_MAX_NAMED = 5
RowKey = tuple[str, int]


class Changed(NamedTuple):
    """A line of the journal as undo reads it, by the names that its mapped object has."""

    id: int
    model: str
    row_id: int
    label: str
    action: ChangeAction
    fields: dict[str, list[Any]]


@cache
def model_named(name: str) -> type:
    """The mapped class of a journal line. Raises RuleViolation when this version no longer has it."""
    for mapper in Model.registry.mappers:
        if mapper.class_.__name__ == name:
            found: type = mapper.class_
            return found
    raise RuleViolation(N_("This version of the application no longer has the table « %(name)s »."), name=name)


def touched_since(session: AnySession, changes: Sequence[Changed]) -> dict[RowKey, str]:
    """The rows of which the journal holds a later change, with their names; one that was itself taken back is none."""
    last: dict[RowKey, int] = {}
    by_model: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        key = (change.model, change.row_id)
        if key not in last:
            by_model[change.model].append(change.row_id)
        last[key] = max(change.id, last.get(key, 0))
    later: dict[RowKey, dict[int, tuple[int | None, str]]] = defaultdict(dict)
    for name, ids in by_model.items():
        for start in range(0, len(ids), _BATCH):
            found = session.execute(
                select(
                    JournalChange.row_id,
                    JournalChange.id,
                    JournalChange.label,
                    JournalChange.entry_id,
                    JournalEntry.undo_of_id,
                )
                .join(JournalChange.entry)
                .where(JournalChange.model == name, JournalChange.row_id.in_(ids[start : start + _BATCH])),
                execution_options=WHOLE_REGISTER,
            )
            for row_id, change_id, label, entry_id, undo_of_id in found:
                if change_id > last[name, row_id]:
                    later[name, row_id][entry_id] = (undo_of_id, label)
    touched = {}
    for key, operations in later.items():
        cancelled = _taken_back({entry_id: undo_of_id for entry_id, (undo_of_id, _) in operations.items()})
        names = [label for entry_id, (_, label) in operations.items() if entry_id not in cancelled]
        if names:
            touched[key] = names[0]
    return touched


def _taken_back(undo_of: dict[int, int | None]) -> set[int]:
    """The operations that leave no trace among these (id: that which it undoes): one undone, and what undid it."""
    cancelled: set[int] = set()
    for entry_id in sorted(undo_of, reverse=True):
        target = undo_of[entry_id]
        if entry_id not in cancelled and target in undo_of:
            cancelled |= {entry_id, target}
    return cancelled


def with_what_they_hold(
    session: AnySession, changes: Sequence[Changed], touched: Mapping[RowKey, str], followers: Collection[RowKey]
) -> dict[RowKey, str]:
    """These rows, and those made by the operation to which something points that stays.

    The `followers` that the operation made go with the rows that they follow.
    """
    labels = {(change.model, change.row_id): change.label for change in changes}
    made = {(change.model, change.row_id) for change in changes if change.action is ChangeAction.CREATE}
    released: dict[RowKey, set[str]] = defaultdict(set)
    for change in changes:
        if change.action is ChangeAction.UPDATE:
            released[change.model, change.row_id] |= change.fields.keys()
    links = [link for link in _links_to(session, made) if link[0] not in followers]
    kept = dict(touched)
    grows = True
    while grows:
        grows = False
        for source, field, target in links:
            goes = source not in kept and (source in made or field in released[source])
            if not goes and target not in kept:
                kept[target] = labels[target]
                grows = True
            elif goes and source in made and target in kept and _is_part(source[0], field):
                kept[source] = labels[source]  # a meeting that stays keeps its steps
                grows = True
    return kept


@cache
def _is_part(name: str, field: str) -> bool:
    """Whether rows of a class live and go with the row that this column points to."""
    column: Any = inspect(model_named(name)).columns[field]
    return any(
        relation.cascade.delete_orphan and column in relation.remote_side
        for mapper in Model.registry.mappers
        for relation in mapper.relationships
    )


def _links_to(session: AnySession, made: Collection[RowKey]) -> Iterator[tuple[RowKey, str, RowKey]]:
    """Who points to these rows, by which column, in the whole register."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name, row_id in sorted(made):
        ids[name].append(row_id)
    tables = {model_named(name).__table__: name for name in ids}  # type: ignore[attr-defined]  # every mapped class
    for mapper in Model.registry.mappers:
        model: Any = mapper.class_
        for attribute in inspect(model).column_attrs:
            for key in attribute.columns[0].foreign_keys:
                if key.column.table not in tables:
                    continue
                target = tables[key.column.table]
                column = getattr(model, attribute.key)
                for start in range(0, len(ids[target]), _BATCH):
                    pointing = select(model.id, column).where(column.in_(ids[target][start : start + _BATCH]))
                    for source_id, target_id in session.execute(pointing, execution_options=WHOLE_REGISTER):
                        yield (model.__name__, source_id), attribute.key, (target, target_id)


def left_in_the_air(session: AnySession, changes: Sequence[Changed | JournalChange]) -> dict[RowKey, str]:
    """The rows that, put back, would point to something that is gone since, with their names."""
    return {key: label for names in wanted_by(session, changes).values() for key, label in names.items()}


def wanted_by(session: AnySession, changes: Sequence[Changed | JournalChange]) -> dict[RowKey, dict[RowKey, str]]:
    """What is gone since and these rows, put back, would point to: by it, their names."""
    coming_back = {(change.model, change.row_id) for change in changes if change.action is ChangeAction.DELETE}
    wanted: dict[RowKey, dict[RowKey, str]] = defaultdict(dict)
    for change in changes:
        if change.action is not ChangeAction.CREATE:
            for target in _pointed_to(change):
                if target not in coming_back:
                    wanted[target][change.model, change.row_id] = change.label
    gone = wanted.keys() - found_there(session, wanted)
    return {target: wanted[target] for target in wanted if target in gone}


def found_there(session: AnySession, keys: Collection[RowKey]) -> set[RowKey]:
    """Those of these rows that are in the register."""
    found: set[RowKey] = set()
    for name in {name for name, _ in keys}:
        model: Any = model_named(name)
        ids = sorted(row_id for other, row_id in keys if other == name)
        for start in range(0, len(ids), _BATCH):
            there = select(model.id).where(model.id.in_(ids[start : start + _BATCH]))
            found.update((name, row_id) for row_id in session.scalars(there, execution_options=WHOLE_REGISTER))
    return found


def is_part_of_any(change: Changed, keys: Collection[RowKey]) -> bool:
    """Whether a deleted row lived and went with one of these, as the lines of an order do."""
    columns: Any = inspect(model_named(change.model)).columns
    for field, (before, _after) in change.fields.items():
        if before is not None and field in columns and _is_part(change.model, field):
            for key in columns[field].foreign_keys:
                if (_models_by_table()[key.column.table].__name__, before) in keys:
                    return True
    return False


def _pointed_to(change: Changed | JournalChange) -> Iterator[RowKey]:
    """The rows that a row pointed to before a change of it."""
    columns: Any = inspect(model_named(change.model)).columns
    for field, (before, _after) in change.fields.items():
        if before is not None and field in columns:
            for key in columns[field].foreign_keys:
                yield _models_by_table()[key.column.table].__name__, before


@cache
def _models_by_table() -> dict[Any, type]:
    return {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}


def few_names(names: Iterable[str]) -> str:
    """The first of these names; « … » says that there are others."""
    distinct = list(dict.fromkeys(names))
    return ", ".join(distinct[:_MAX_NAMED]) + (" …" if len(distinct) > _MAX_NAMED else "")
