"""Which rows an operation of the journal changed, by their first names: for the list, where one looks for someone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from models.journal import JournalChange

MOST_NAMED = 3


def first_named(session: AnySession, entry_ids: Sequence[int]) -> Mapping[int, tuple[tuple[str, ...], int]]:
    """By operation, the first three names of the rows that it changed, and how many others it changed besides.

    Of the rows whose changes the reader sees, those of one name counted once. In one statement.
    """
    named = (
        select(
            JournalChange.entry_id,
            JournalChange.label,
            func.row_number()
            .over(partition_by=JournalChange.entry_id, order_by=func.min(JournalChange.id))
            .label("place"),
            func.count().over(partition_by=JournalChange.entry_id).label("total"),
        )
        .where(JournalChange.entry_id.in_(entry_ids), JournalChange.label != "")
        .group_by(JournalChange.entry_id, JournalChange.label)
        .subquery()
    )
    asked = select(named).where(named.c.place <= MOST_NAMED).order_by(named.c.entry_id, named.c.place)
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    for row in session.execute(asked):
        names, _ = found.get(row.entry_id, ((), 0))
        found[row.entry_id] = ((*names, row.label), row.total - len(names) - 1)
    return found
