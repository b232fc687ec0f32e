"""Who reads and who changes a document: whoever does the record that carries it, as the domain of each declares."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from mdo.kernel.scope.awards import Right
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.placements import CARRIED, LARGE, Clauses, Criterion, Guard, Places, WrittenRow
from mdo.kernel.scope.written import check_named, found, old_and_new
from models.documents import CARRIERS, Document
from models.placement import OfCarrier

# By a name of its own, as in `mdo.instances.scope`.
_document = Document.__table__.alias()


def _on(records: Mapping[str, Any]) -> Any:
    """Ids of the documents that stand on records whose ids are given, by the column that leads there."""
    return select(_document.c.id).where(or_(false(), *(_stands_on(name, ids) for name, ids in records.items())))


def _stands_on(name: str, ids: Any) -> ColumnElement[bool]:
    """Whether a document stands on one of these records; of a table that grows with the city its own one is asked."""
    clause: ColumnElement[bool] = _document.c[name].in_(ids)
    if CARRIED[name].model in LARGE:
        own = ids.where(ids.selected_columns[0] == _document.c[name])
        clause = own.limit(1).scalar_subquery().is_not(None)
    return clause


def _in_sight(placement: OfCarrier, scope: Scope) -> Criterion:
    read = {name: carried.reads(scope) for name, carried in CARRIED.items() if carried.reads is not None}
    documents = _on(read)
    return lambda cls: cls.id.in_(documents)


def _written(scope: Scope, today: dt.date) -> dict[str, Any]:
    return {name: carried.writes(scope, today) for name, carried in CARRIED.items() if carried.writes is not None}


def _of_own_records(
    model: Any, placement: OfCarrier, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.id.in_(_on(_written(scope, today)))
    return clause


def _ask(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> dict[str, set[int]]:
    """Of the records that carry the documents of a flush, those that the reader changes."""
    asked: dict[str, set[int]] = {}
    for name, ids in _written(scope, today).items():
        column = ids.selected_columns[0]
        wanted = {value for written in rows for value in old_and_new(written.row, name)}
        asked[name] = found(wanted, lambda some, ids=ids, column=column: _those(session, ids.where(column.in_(some))))
    return asked


def _those(session: Session, ids: Any) -> Any:
    return session.connection().scalars(ids)


def _check(written: WrittenRow, scope: Scope, asked: Mapping[str, set[int]]) -> None:
    for name in CARRIERS:
        if old_and_new(written.row, name) != {None}:
            check_named(written.row, name, CARRIED[name].model, asked.get(name, set()))


def _opened(rights: frozenset[Right]) -> Any | None:
    """Ids of the documents whose record these rights open; None for those that open them all."""
    shut = [name for name, carried in CARRIED.items() if not carried.rights <= rights]
    if not shut:
        return None
    return select(_document.c.id).where(and_(*(_document.c[name].is_(None) for name in shut)))


PLACES = Places(
    clauses=(Clauses(OfCarrier, _in_sight, _of_own_records, Guard(_check, _ask)),), by_rights={Document: _opened}
)
