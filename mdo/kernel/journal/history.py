"""What happened to a row, and the labels of the rows that its journal names by id."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, inspect, literal, or_, select, union_all
from sqlalchemy.orm import Mapper, contains_eager

from mdo.kernel.base.context import AnySession
from mdo.kernel.freshness.looked_at import CONFIRMED
from mdo.kernel.journal.recorder import AT_FIELD
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.freshness import Confirmation
from models.journal import ChangeAction, JournalChange, JournalEntry

HISTORY_LENGTH = 30


# How a row is named in SQL, by its class; domains declare it in their words.
NAMES: dict[type, Any] = {}


def history_of(session: AnySession, row: Any, limit: int = HISTORY_LENGTH, skip: int = 0) -> Sequence[JournalChange]:
    """Changes of a row that the reader was allowed to load, newest first, each with its entry; `skip` leaves out some.

    The journal itself is closed to restricted readers: the scope was checked when `row` was loaded.
    """
    statement = (
        select(JournalChange)
        .join(JournalChange.entry)
        .options(contains_eager(JournalChange.entry))
        .where(_is_about(row))
        .order_by(JournalChange.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return session.scalars(statement, execution_options=WHOLE_REGISTER).all()


def _is_about(row: Any) -> ColumnElement[bool]:
    """The changes of a row, and the confirmations that left it as it was."""
    own = and_(JournalChange.model == type(row).__name__, JournalChange.row_id == row.id)
    if type(row) not in CONFIRMED:
        return own
    stamps = select(Confirmation.id).where(Confirmation.model == type(row).__name__, Confirmation.row_id == row.id)
    given = and_(JournalChange.model == Confirmation.__name__, JournalChange.action == ChangeAction.CREATE)
    return or_(own, and_(given, JournalChange.row_id.in_(stamps)))


def last_write_of(session: AnySession, row: Any, field: str) -> JournalChange | None:
    """The last change of a field of a row, with its entry; None when the journal does not say."""
    return next((change for change in history_of(session, row) if field in change.fields), None)


def last_change_of(session: AnySession, row: Any, field: str) -> JournalEntry | None:
    """Who last wrote a field of a row, and when; None when the journal does not say."""
    change = last_write_of(session, row, field)
    return None if change is None else change.entry


def moment_of_change(change: JournalChange) -> dt.datetime:
    """When a row was changed: with its operation, or later where it joined one."""
    _, joined = change.fields.get(AT_FIELD, (None, None))
    return change.entry.at if joined is None else dt.datetime.fromisoformat(joined)


def deletion_of(session: AnySession, model: type, row_id: int) -> JournalChange | None:
    """The last deletion of a row, with its entry, when the reader may read the journal; None when there is none."""
    statement = (
        select(JournalChange)
        .join(JournalChange.entry)
        .options(contains_eager(JournalChange.entry))
        .where(
            JournalChange.model == model.__name__,
            JournalChange.row_id == row_id,
            JournalChange.action == ChangeAction.DELETE,
        )
        .order_by(JournalChange.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def target_of(model: type, field: str) -> type | None:
    """The class whose ids a field holds: a foreign key column or a collection, no code."""
    mapper: Mapper[Any] = inspect(model)
    for relation in mapper.relationships:
        if not relation.uselist and not all(column.foreign_keys for column in relation.local_columns):
            continue
        keys = {relation.key} if relation.uselist else {column.key for column in relation.local_columns}
        if field in keys:
            target: type = relation.mapper.class_
            return target
    return None


def is_named(model: type) -> bool:
    """Whether the rows of this class have a name that the journal can say."""
    return model in NAMES


def labels_of_ids(session: AnySession, model: type, changes: Iterable[JournalChange]) -> dict[tuple[type, int], str]:
    """Labels of the rows that these changes of `model` name by id, in the reader's scope, in one statement."""
    wanted: dict[type, set[int]] = defaultdict(set)
    for change in changes:
        for field, pair in change.fields.items():
            target = target_of(model, field)
            if target in NAMES:
                for value in pair:
                    wanted[target].update(value if isinstance(value, list) else [value])
    return _names_of(session, wanted)


def names_of_confirmed(session: AnySession, labels: Iterable[str]) -> dict[str, tuple[type, str]]:
    """What stamps are about, by their own labels (« Person 12 »): the class and the name, in the reader's scope.

    A stamp holds no name, since more people may read it than its record.
    """
    models = {model.__name__: model for model in CONFIRMED}
    parted = ((label, *label.partition(" ")) for label in labels)
    ids = {label: (models[name], int(number)) for label, name, _, number in parted if name in models}
    wanted: dict[type, set[int]] = defaultdict(set)
    for model, row_id in ids.values():
        wanted[model].add(row_id)
    names = _names_of(session, wanted)
    return {label: (key[0], names[key]) for label, key in ids.items() if key in names}


def _names_of(session: AnySession, wanted: dict[type, set[int]]) -> dict[tuple[type, int], str]:
    parts: list[Any] = [
        select(literal(target.__name__).label("model"), target.id.label("id"), NAMES[target].label("text")).where(  # type: ignore[attr-defined]  # every mapped class has an id
            target.id.in_(sorted(ids - {None}))  # type: ignore[attr-defined]  # every mapped class has an id
        )
        for target, ids in wanted.items()
        if ids - {None}
    ]
    if not parts:
        return {}
    by_name = {target.__name__: target for target in wanted}
    statement: Any = union_all(*parts) if len(parts) > 1 else parts[0]
    return {(by_name[name], row_id): text for name, row_id, text in session.execute(statement)}
