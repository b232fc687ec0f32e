"""Writes the journal from the session, whatever the door.

Old values are read before the flush, new ids after it; both go in by Core, in the same transaction, so that writing
the journal never starts a flush of its own.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import event, insert, inspect, update
from sqlalchemy.orm import Mapper, Session, SessionTransaction, UOWTransaction, scoped_session, sessionmaker
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from mdo.kernel.base.context import UNDO_OF, context_of
from mdo.kernel.journal.covering import acting_for
from mdo.kernel.journal.places import RowPlaces
from mdo.kernel.journal.values import SECRETS, VALUE_UNSAID, is_tracked, stored, tracked_collections, tracked_columns
from mdo.kernel.search.maintenance import add_text
from models.accounts import Role, User
from models.base import Record, metadata, utc_now
from models.journal import ChangeAction, JournalChange, JournalEntry

_PENDING = "mdo_journal_pending"
_ENTRY = "mdo_journal_entry"
_SAVEPOINT = "mdo_journal_savepoint"  # the one in which that entry was made, when there is one
_JOINED = "mdo_journal_joined"
VERSION_FIELD = "_version"
AT_FIELD = "_at"
"""When a change was made that joined an operation begun before it."""
# FAB's tables have no `updated_at`: a changed collection marks this column instead, so that the version goes up.
_TOUCHED = {User: "username", Role: "name"}


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the recording events on a session, a factory or a class."""
    event.listen(sessions, "before_flush", _collect)
    event.listen(sessions, "after_flush", _write)
    event.listen(sessions, "after_rollback", _forget_rolled_back)
    event.listen(sessions, "after_transaction_end", _forget)


def current_entry_id(session: Session | scoped_session[Any]) -> int | None:
    """The journal entry of the operation under way, once something was written."""
    entry: int | None = session.info.get(_ENTRY)
    return entry


def join_entry(session: Session | scoped_session[Any], entry_id: int) -> None:
    """What this transaction writes joins an operation that is there; each change keeps its own moment."""
    session.info[_ENTRY], session.info[_SAVEPOINT], session.info[_JOINED] = entry_id, None, True


def _collect(session: Session, flush: UOWTransaction, instances: Any) -> None:
    pending: list[tuple[Any, ChangeAction, dict[str, Any]]] = []
    for row in session.dirty:
        if not is_tracked(row) or not session.is_modified(row):
            continue
        fields = _changed_fields(row)
        if not fields:
            continue
        if isinstance(row, Record):
            row.updated_at = utc_now()  # also makes a changed collection raise its parent's version
        elif set(fields) <= set(tracked_collections(type(row))):
            flag_modified(row, _TOUCHED[type(row)])
        pending.append((row, ChangeAction.UPDATE, fields))
    # What points to a row before it, so that the journal read backwards brings the row back first.
    gone = {(type(row), row.id): row for row in session.deleted if is_tracked(row)}
    for row in sorted(session.deleted, key=lambda row: (_depth(row), _links(row, gone)), reverse=True):
        if is_tracked(row):
            fields = {name: [stored(getattr(row, name)), None] for name in tracked_columns(type(row))}
            for name in tracked_collections(type(row)):
                fields[name] = [sorted(item.id for item in getattr(row, name)), []]
            fields[VERSION_FIELD] = [row.version, None]
            pending.append((row, ChangeAction.DELETE, fields))
    session.info[_PENDING] = pending


def _depth(row: Any) -> int:
    return order_of_tables()[type(row).__table__.name]


def _links(row: Any, gone: Mapping[tuple[type, int], Any]) -> int:
    """How many rows of its own table, that go with it, a row hangs on, one on the other."""
    links, seen = 0, set()
    while row is not None and row not in seen:
        seen.add(row)
        model: Any = type(row)
        targets = (gone.get((model, getattr(row, name))) for name in _to_own_table(model))
        row = next((target for target in targets if target is not None), None)
        links += row is not None
    return links


@cache
def _to_own_table(model: Any) -> tuple[str, ...]:
    """The columns of a table that point to rows of the same table."""
    columns = model.__table__.columns
    own = {column.key for column in columns if any(key.column.table is model.__table__ for key in column.foreign_keys)}
    return tuple(sorted(own))


@cache
def order_of_tables() -> dict[str, int]:
    return {table.name: order for order, table in enumerate(metadata.sorted_tables)}


def _changed_fields(row: Any) -> dict[str, Any]:
    attributes = inspect(row).attrs
    fields: dict[str, Any] = {}
    relations = {
        next(iter(relation.local_columns)).key: relation.key
        for relation in inspect(type(row)).relationships
        if not relation.uselist
    }
    for name in tracked_columns(type(row)):
        history = attributes[name].history
        if history.has_changes():
            before, after = _first(history.deleted), _first(history.added)
        elif name in relations and attributes[relations[name]].history.has_changes():
            target = _first(attributes[relations[name]].history.added)
            before, after = getattr(row, name), None if target is None else target.id
            if target is not None and after is None:  # a row of this flush, whose id is known after it
                fields[name] = [stored(before), None]
                continue
        else:
            continue
        if before != after:
            fields[name] = [stored(before), stored(after)]
    secret = SECRETS.get(type(row))
    if secret is not None and attributes[secret].history.has_changes():
        fields[secret] = [None, VALUE_UNSAID]
    for name in tracked_collections(type(row)):
        history = attributes[name].history
        if history.added or history.deleted:
            kept = [item.id for item in history.unchanged]
            fields[name] = [
                sorted(kept + [item.id for item in history.deleted]),
                sorted(kept + [item.id for item in history.added]),
            ]
    return fields


def _first(values: Any) -> Any:
    return values[0] if values else None


def _write(session: Session, flush: UOWTransaction) -> None:
    pending = session.info.pop(_PENDING, [])
    for row in session.new:
        if is_tracked(row):
            fields = {
                name: [None, stored(getattr(row, name))]
                for name in tracked_columns(type(row))
                if getattr(row, name) is not None
            }
            for name in tracked_collections(type(row)):
                if name in inspect(row).dict and getattr(row, name):
                    fields[name] = [[], sorted(item.id for item in getattr(row, name))]
            pending.append((row, ChangeAction.CREATE, fields))
    if not pending:
        return
    connection, context = session.connection(), context_of(session)
    entry_id = session.info.get(_ENTRY)
    names: list[str] = []
    if context.replaced:
        names = acting_for(connection, context.replaced, ((row, fields) for row, _, fields in pending))
    author = context.acting_for % {"who": context.actor_name, "whom": ", ".join(names)} if names else context.actor_name
    if entry_id is None:
        entry = {
            "at": utc_now(),
            "actor_id": context.actor_id,
            "actor_name": _cut(author, JournalEntry.actor_name),
            "door": context.door,
            "summary": _cut(context.summary, JournalEntry.summary),
            "undo_of_id": session.info.get(UNDO_OF),
        }
        key = connection.execute(insert(JournalEntry.__table__).values(**entry)).inserted_primary_key
        assert key is not None
        entry_id = session.info[_ENTRY] = key[0]
        session.info[_SAVEPOINT] = session.get_nested_transaction()
        add_text(connection, JournalEntry, entry_id, entry)
    elif names and not session.info.get(_JOINED):  # what is somebody's came after the first rows of the operation
        table = JournalEntry.__table__
        named = update(table).where(table.c.id == entry_id).values(actor_name=_cut(author, JournalEntry.actor_name))
        connection.execute(named)
    if session.info.get(_JOINED):
        for _, _, fields in pending:
            fields[AT_FIELD] = [None, utc_now().isoformat()]
    places = RowPlaces(connection)
    connection.execute(
        insert(JournalChange.__table__),
        [
            {
                "entry_id": entry_id,
                "model": type(row).__name__,
                "row_id": row.id,
                "label": _cut(_name_of(session, row), JournalChange.label),
                "action": action,
                "fields": _with_late_ids(row, fields),
                **places.of(row),
            }
            for row, action, fields in pending
        ],
    )


def _name_of(session: Session, row: Any) -> str:
    """A row in words. One that was made by ids alone has not read what its name says: « None – 137 »."""
    state = inspect(row)
    model: Any = type(row)
    for name in _named_by(model):
        relation = state.mapper.relationships[name]
        (column,) = relation.local_columns
        row_id = getattr(row, state.mapper.get_property_by_column(column).key)
        if row_id is not None and state.dict.get(name) is None:
            with session.no_autoflush:
                target = session.get(relation.mapper.class_, row_id)
            set_committed_value(row, name, target)
    return str(row)


@cache
def _named_by(model: Any) -> tuple[str, ...]:
    """The to-one relations that the name of a row says."""
    code = getattr(model.__str__, "__code__", None)  # the accounts of Flask-AppBuilder leave it to Python
    said = () if code is None else code.co_names
    mapper: Mapper[Any] = inspect(model)
    relations = [relation for relation in mapper.relationships if not relation.uselist and relation.key in said]
    return tuple(relation.key for relation in relations if len(relation.local_columns) == 1)


def _cut(text: str, column: Any) -> str:
    """What the program writes is cut to its column: a long name must not stop a save (PostgreSQL refuses it)."""
    most = column.type.length
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _with_late_ids(row: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """A relation to a row of the same flush got its id during it."""
    for name, (before, after) in fields.items():
        if after is None and not isinstance(before, list) and name != VERSION_FIELD and inspect(row).persistent:
            fields[name] = [before, stored(getattr(row, name))]
    return fields


def _forget_rolled_back(session: Session) -> None:
    """An entry goes with the savepoint in which it was made."""
    if _ENTRY in session.info and session.info[_SAVEPOINT] is session.get_nested_transaction():
        del session.info[_ENTRY], session.info[_SAVEPOINT]


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        for key in (_ENTRY, _SAVEPOINT, _PENDING, _JOINED):
            session.info.pop(key, None)
    elif session.info.get(_SAVEPOINT) is transaction:  # released: the entry is now that of what is around
        session.info[_SAVEPOINT] = transaction.parent
