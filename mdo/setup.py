"""Brings a migrated database to what the code expects: roles and rights, reference rows, search text."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from mdo import reference
from mdo.kernel.rights import roles
from mdo.kernel.search.maintenance import rewrite_keys, rewrite_texts
from models.search import SEARCH_TABLES
from models.sorting import SORT_TABLES


@dataclass(frozen=True)
class SetupCounts:
    """How many reference rows of each model were added, and how many rows got the search text they lacked."""

    reference_rows: dict[type, int]
    search_texts: int


def set_up(session: Session) -> SetupCounts:
    """Flushes what is missing; run again, it changes nothing. `session` must see everything."""
    roles.sync_roles(session)
    added = reference.load(session)
    return SetupCounts(added, _fill_search_text(session))


def _fill_search_text(session: Session) -> int:
    connection = session.connection()
    count = 0
    for model, texts in SEARCH_TABLES.items():
        lacking = _lacking(connection, model, texts)
        rewrite_texts(connection, model, lacking, are_new=True)
        count += len(lacking)
    for model, keys in SORT_TABLES.items():
        rewrite_keys(connection, model, _lacking(connection, model, keys), are_new=True)
    return count


def _lacking(connection: Connection, model: type, beside: Table) -> Sequence[int]:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    has_one = select(beside.c.id).where(beside.c.id == owner.c.id).exists()
    return connection.scalars(select(owner.c.id).where(~has_one)).all()
