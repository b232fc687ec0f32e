"""A row as it was after one of its changes, read back from the journal, and how to bring it to that again."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import inspect, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.recorder import VERSION_FIELD
from mdo.kernel.journal.values import restored, stored, tracked_collections, tracked_columns
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.journal import ChangeAction, JournalChange

Difference = dict[str, tuple[Any, Any]]


def difference_with(session: AnySession, row: Any, change: JournalChange) -> Difference:
    """What differs between a row as it is and as it was just after a change: stored values (now, then) by field.

    Raises RuleViolation for a deletion, after which there was no row.
    """
    if change.action is ChangeAction.DELETE:
        raise RuleViolation(N_("This change deleted the row: there is nothing to go back to."))
    later = session.scalars(
        select(JournalChange)
        .where(
            JournalChange.model == change.model,
            JournalChange.row_id == change.row_id,
            JournalChange.id > change.id,
        )
        .order_by(JournalChange.id.desc()),
        execution_options=WHOLE_REGISTER,
    )
    then: dict[str, Any] = {}
    for one in later:
        then.update({field: before for field, (before, _after) in one.fields.items() if field != VERSION_FIELD})
    now = {field: _stored_value(row, field) for field in then if _is_tracked(row, field)}
    return {field: (value, then[field]) for field, value in now.items() if value != _comparable(then[field])}


def bring_back(session: AnySession, row: Any, difference: Mapping[str, tuple[Any, Any]]) -> None:
    """Gives a row the earlier values of a difference. Raises RuleViolation when one points to what is gone."""
    relations = {
        next(iter(relation.local_columns)).key: relation
        for relation in inspect(type(row)).relationships
        if not relation.uselist
    }
    for field, (_now, then) in difference.items():
        if field in tracked_collections(type(row)):
            target = inspect(type(row)).relationships[field].mapper.class_
            setattr(row, field, _found(session, target, then or [], field))
        elif field in relations:
            # Through the relation: the rules read it, and it follows its column at the flush only.
            target = relations[field].mapper.class_
            ids = [] if then is None else [then]
            setattr(row, relations[field].key, next(iter(_found(session, target, ids, field)), None))
        else:
            setattr(row, field, restored(inspect(type(row)), field, then))


def _found(session: AnySession, target: Any, ids: Collection[int], field: str) -> list[Any]:
    rows = list(session.scalars(select(target).where(target.id.in_(ids)))) if ids else []
    if len(rows) != len(ids):
        raise RuleViolation(
            N_("This version points to a row that is gone or outside your arrondissements: change the record by hand."),
            field,
        )
    return rows


def _is_tracked(row: Any, field: str) -> bool:
    return field in tracked_columns(type(row)) or field in tracked_collections(type(row))


def _stored_value(row: Any, field: str) -> Any:
    if field in tracked_collections(type(row)):
        return sorted(item.id for item in getattr(row, field))
    return stored(getattr(row, field))


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
