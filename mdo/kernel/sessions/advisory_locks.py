"""Two people at once: who writes about the same holder, seat or account waits, then reads what the other wrote.

A rule such as « no overlap » reads rows, then allows one more: on PostgreSQL two transactions would each read before
the other writes. On SQLite a writing transaction has the database for itself (docs/decisions/0006-begin-immediate.md).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, inspect, literal, select, union_all

from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import WHOLE_REGISTER

Key = tuple[str, int]

# The kinds of things that are held; 0 is the whole register.
_REGISTER = 0x6D646F00
_KINDS = {
    name: _REGISTER + rank
    for rank, name in enumerate(
        (
            "person",
            "organisation",
            "seat",
            "user",
            "admin",
            "instance",
            "college",
            "function",
            "request",
            "meeting",
            "type",
            "contract",
            "contract_number",
            "document",
            "call",
            "event",
        ),
        1,
    )
}
# Beyond, one lock on all costs the database less than one on each.
_MANY = 200


def hold(session: AnySession, keys: Iterable[Key], *, leaning_on: Iterable[Key] = ()) -> None:
    """Waits for those who hold one of these, and holds them until the transaction ends; in one order, for all.

    Those who lean on the same thing (mandates on their body) do not wait for each other, only for who holds it. Call
    it before reading what the rule depends on, and `read_afresh` for what was read before.
    """
    held = {(_KINDS[kind], number): func.pg_advisory_xact_lock for kind, number in keys}
    wanted = {(_KINDS[kind], number): func.pg_advisory_xact_lock_shared for kind, number in leaning_on} | held
    if not wanted or not _is_shared(session):
        return
    if len(wanted) > _MANY:
        hold_register(session)
        return
    locks = (lock(kind, number) for (kind, number), lock in sorted(wanted.items(), key=lambda item: item[0]))
    with session.no_autoflush:
        session.execute(select(func.pg_advisory_xact_lock_shared(_REGISTER, 0), *locks))


def hold_register(session: AnySession) -> None:
    """Holds all of it: for an import, which reads and writes too much to name each."""
    if _is_shared(session):
        with session.no_autoflush:
            session.execute(select(func.pg_advisory_xact_lock(_REGISTER, 0)))


def read_afresh(session: AnySession, rows: Iterable[Any]) -> None:
    """Reads again, of these rows, those that someone wrote while one waited; what was just set on a row is left.

    Of a row that both write the version tells, as ever.
    """
    known: dict[tuple[str, int], Any] = {}
    for row in rows if _is_shared(session) else ():
        state = inspect(row, raiseerr=False)
        if state is not None and state.persistent and not state.modified:
            known[type(row).__name__, row.id] = row
    if not known:
        return
    ids: dict[Any, list[int]] = {}
    for row in known.values():
        ids.setdefault(type(row), []).append(row.id)
    versions = [
        select(literal(model.__name__), model.id, model.version).where(model.id.in_(ids[model])) for model in ids
    ]
    with session.no_autoflush:
        found = session.execute(union_all(*versions), execution_options=WHOLE_REGISTER).all()
    for name, row_id, version in found:
        if known[name, row_id].version != version:
            session.expire(known[name, row_id])


def _is_shared(session: AnySession) -> bool:
    """Whether others may write while this transaction does."""
    return session.get_bind().dialect.name == "postgresql"
