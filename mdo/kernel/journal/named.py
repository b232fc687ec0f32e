"""Which rows an operation of the journal changed, by their first names: for the list, where one looks for someone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.history import names_of_confirmed
from models.freshness import Confirmation
from models.journal import JournalChange

MOST_NAMED = 3


def first_named(session: AnySession, entry_ids: Sequence[int]) -> Mapping[int, tuple[tuple[str, ...], int]]:
    """By operation, the first three names of the rows that it changed, and how many others it changed besides.

    Of the rows whose changes the reader sees, those of one name counted once. A stamp « still right » is named as its
    record is, for who sees it. In one statement, and one more where there are stamps.
    """
    named = (
        select(
            JournalChange.entry_id,
            JournalChange.label,
            func.min(JournalChange.model).label("model"),
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
    rows = session.execute(asked).all()
    stamps = {row.label for row in rows if row.model == Confirmation.__name__}
    about = names_of_confirmed(session, stamps) if stamps else {}
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    for row in rows:
        if row.label in stamps and row.label not in about:
            continue
        names = (*found.get(row.entry_id, ((), 0))[0], about[row.label][1] if row.label in stamps else row.label)
        found[row.entry_id] = (names, row.total - len(names))
    return found
