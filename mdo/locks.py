"""Two people at once: who writes about the same holder, seat or account waits, then reads what the other wrote.

A rule such as « no overlap » reads rows, then allows one more: on PostgreSQL two transactions would each read before
the other writes. On SQLite a writing transaction has the database for itself (docs/decisions/0006-begin-immediate.md).
"""

from collections.abc import Iterable

from sqlalchemy import func, select

from mdo.context import AnySession

Key = tuple[str, int]

# The kinds of things that are held; 0 is the whole register.
_REGISTER = 0x6D646F00
_KINDS = {
    name: _REGISTER + rank
    for rank, name in enumerate(("person", "organisation", "seat", "user", "admin", "instance", "meeting"), 1)
}
# Beyond, one lock on all costs the database less than one on each.
_MANY = 200


def hold(session: AnySession, keys: Iterable[Key]) -> None:
    """Waits for those who hold one of these, and holds them until the transaction ends; in one order, for all.

    Call it before reading what the rule depends on.
    """
    wanted = sorted({(_KINDS[kind], number) for kind, number in keys})
    if not wanted or session.get_bind().dialect.name != "postgresql":
        return
    if len(wanted) > _MANY:
        hold_register(session)
        return
    locks = (func.pg_advisory_xact_lock(kind, number) for kind, number in wanted)
    with session.no_autoflush:
        session.execute(select(func.pg_advisory_xact_lock_shared(_REGISTER, 0), *locks))


def hold_register(session: AnySession) -> None:
    """Holds all of it: for an import, which reads and writes too much to name each."""
    if session.get_bind().dialect.name == "postgresql":
        with session.no_autoflush:
            session.execute(select(func.pg_advisory_xact_lock(_REGISTER, 0)))
