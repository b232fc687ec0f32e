"""Writes the contrary of journal lines: rows that come back, rows set back, rows that go, each kind by the batch.

Through the session, so that scope, journal and search text follow like for any other change, and in few flushes: each
looks at all that the session holds, so that one a row made 20,000 rows cost four hundred times what 1,000 did.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, inspect, select, update
from sqlalchemy.orm import Mapper, selectinload

from mdo.kernel.base.context import HOLDERS_TO_COME, AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import note_put_back
from mdo.kernel.journal.followers import HELD
from mdo.kernel.journal.recorder import AT_FIELD, VERSION_FIELD, order_of_tables
from mdo.kernel.journal.touched import Changed, RowKey, model_named
from mdo.kernel.journal.values import restored, stored, tracked_collections, tracked_columns
from mdo.kernel.rules.row_rules import is_removal_ruled
from models.journal import ChangeAction, JournalChange

_BATCH = 500
Line = Changed | JournalChange


def take_back(session: AnySession, changes: Sequence[Changed]) -> None:
    """Deleted rows come back first, in the order of the journal backwards; created ones go last. Flushes."""
    deleted = [change for change in changes if change.action is ChangeAction.DELETE]
    session.info[HOLDERS_TO_COME] = holders_of(deleted)
    try:
        _bring_back(deleted, session)
    finally:
        del session.info[HOLDERS_TO_COME]
    _set_back(session, [change for change in changes if change.action is ChangeAction.UPDATE])
    _delete_created(session, [change for change in changes if change.action is ChangeAction.CREATE])


def holders_of(changes: Iterable[Line]) -> frozenset[int]:
    """Ids of those who stood where these lines did: of the people who held the mandates among them."""
    columns = {held.model.__name__: held.column for held in HELD}
    found = (change.fields.get(columns[change.model], [None])[0] for change in changes if change.model in columns)
    return frozenset(row_id for row_id in found if row_id is not None)


def revive(session: AnySession, model: type, change: Line) -> Any:
    """A deleted row with its id and what it held; its version is that of a new row (`go_on_from_version`)."""
    row = model(id=change.row_id)
    for field, (before, _after) in change.fields.items():
        if field != VERSION_FIELD:
            _set(session, row, field, before)
    session.add(row)
    note_put_back(session, row, {})
    return row


def go_on_from_version(session: AnySession, model: type, rows: Sequence[tuple[Line, Any]]) -> None:
    """An inserted row starts at version 1; one that comes back goes on, or an old form could pass for a fresh one."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    row_id: BindParameter[int] = bindparam("id_of_row")
    version: BindParameter[int] = bindparam("next_version")
    session.connection().execute(
        update(table).where(table.c.id == row_id).values(version=version),
        [
            {"id_of_row": change.row_id, "next_version": change.fields.get(VERSION_FIELD, [1])[0] + 1}
            for change, _ in rows
        ],
    )
    for _, row in rows:
        session.expire(row, ["version"])


def rows_back(session: AnySession, changes: Sequence[Changed]) -> Iterator[list[Any]]:
    """The rows that an undo brought or set back, each once, with their relations as they are now: by the batch."""
    kept = {(change.model, change.row_id) for change in changes if change.action is not ChangeAction.CREATE}
    gone = {(change.model, change.row_id) for change in changes if change.action is ChangeAction.CREATE}
    for batch in _batches(sorted(kept - gone)):
        found = _found(session, batch)  # in no order: what is told of them needs one
        yield [found[key] for key in batch if key in found]


def rows_to_go(session: AnySession, changes: Sequence[Changed]) -> Iterator[list[Any]]:
    """Those that an undo takes away, since the operation made them, of tables that have a rule for it: by the batch."""
    gone = {(change.model, change.row_id) for change in changes if change.action is ChangeAction.CREATE}
    for batch in _batches(sorted(key for key in gone if is_removal_ruled(model_named(key[0])))):
        found = _found(session, batch)
        yield [found[key] for key in batch if key in found]


def _bring_back(changes: Sequence[Changed], session: AnySession) -> None:
    """A flush inserts the rows of one table as they were added: rows of one kind that follow each other go together."""
    together: list[tuple[Changed, Any]] = []
    revived: dict[type, list[tuple[Line, Any]]] = {}
    for change in changes:
        model = model_named(change.model)
        if together and (together[-1][0].model != change.model or len(together) == _BATCH):
            session.flush()
            together.clear()
        together.append((change, revive(session, model, change)))
        revived.setdefault(model, []).append(together[-1])
    session.flush()
    for model, rows in revived.items():
        go_on_from_version(session, model, rows)


def _set_back(session: AnySession, changes: Sequence[Changed]) -> None:
    """A row that the operation changed several times is written once, as it was before the first."""
    before: dict[RowKey, dict[str, Any]] = {}
    labels: dict[RowKey, str] = {}
    for change in changes:
        key = (change.model, change.row_id)
        labels.setdefault(key, change.label)
        values = ((field, value) for field, (value, _after) in change.fields.items() if field != AT_FIELD)
        before.setdefault(key, {}).update(values)
    for batch in _batches(before):
        found = _there(session, batch, labels)
        for key in batch:
            for field, value in before[key].items():
                replaced = getattr(found[key], field, None)
                if _set(session, found[key], field, value):
                    note_put_back(session, found[key], {field: replaced})
        session.flush()


def _delete_created(session: AnySession, changes: Sequence[Changed]) -> None:
    """What points to a table goes before its rows, and the latest first; rows that point to their own table one by one.

    As the journal has them, people and mandates alternate: they would go one by one too.
    """
    order = order_of_tables()
    labels = {(change.model, change.row_id): change.label for change in changes}
    by_model: dict[str, list[RowKey]] = {}
    for key in labels:
        by_model.setdefault(key[0], []).append(key)
    for name in sorted(by_model, key=lambda name: order[inspect(model_named(name)).local_table.name], reverse=True):
        for batch in _batches(by_model[name]):
            found = _there(session, batch, labels)
            for row in map(found.__getitem__, batch):
                is_alone = any(getattr(row, column) is not None for column in _to_its_own_table(row.__class__))
                if is_alone:
                    session.flush()
                session.delete(row)
                if is_alone:
                    session.flush()
            session.flush()


@cache
def _to_its_own_table(model: Any) -> tuple[str, ...]:
    mapper: Mapper[Any] = inspect(model)
    own = (column for column in mapper.local_table.columns if _points_to(column, mapper.local_table))
    return tuple(mapper.get_property_by_column(column).key for column in own)


def _points_to(column: Any, table: Any) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _there(session: AnySession, keys: Sequence[RowKey], labels: dict[RowKey, str]) -> dict[RowKey, Any]:
    """These rows. Raises RuleViolation when one is gone, or out of the reader's sight."""
    found = _found(session, keys)
    for key in keys:
        if key not in found:
            raise RuleViolation(N_("« %(name)s » is no longer there: nothing was undone."), name=labels[key])
    return found


def _found(session: AnySession, keys: Iterable[RowKey]) -> dict[RowKey, Any]:
    """The rows of these keys that the reader sees, with what goes along, read together.

    Afresh: of a row set by its columns, what its relations held before, or never held, says nothing to a rule, and one
    that is about to go must not take along what went before it.
    """
    ids: dict[str, list[int]] = {}
    for name, row_id in keys:
        ids.setdefault(name, []).append(row_id)
    found: dict[RowKey, Any] = {}
    for name, wanted in ids.items():
        model: Any = model_named(name)
        statement = select(model).where(model.id.in_(wanted)).options(*_what_goes_along(model))
        afresh = statement.execution_options(populate_existing=True)
        found.update(((name, row.id), row) for row in session.scalars(afresh).unique())
    return found


@cache
def _what_goes_along(model: Any) -> tuple[Any, ...]:
    """The collections that go with a row, and what it points to, which its name in the journal is made of."""
    mapper: Mapper[Any] = inspect(model)
    return tuple(
        selectinload(getattr(model, relation.key))
        for relation in mapper.relationships
        if not relation.viewonly and relation.lazy == "select"
    )


def _batches(keys: Iterable[RowKey]) -> Iterator[list[RowKey]]:
    ordered = list(keys)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def _set(session: AnySession, row: Any, field: str, value: Any) -> bool:
    """Writes the stored form of a field; whether it is a column that said something else."""
    model = type(row)
    if field in tracked_collections(model):
        target = inspect(model).relationships[field].mapper.class_
        setattr(row, field, list(session.scalars(select(target).where(target.id.in_(value)))))
        return False
    if field not in tracked_columns(model) or stored(getattr(row, field)) == value:
        return False
    setattr(row, field, restored(inspect(model), field, value))
    return True
