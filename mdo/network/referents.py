"""Référents by date: who answers for what. Absences are beside (`covers.py`)."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import have_common_day
from mdo.kernel.base.relations import target_of
from mdo.kernel.rules.twofold import Rule
from mdo.kernel.sessions.advisory_locks import hold
from mdo.network.answering import answers_clause
from models.network import Absence, Referent

_END_BEFORE_START = N_("The end comes before the start (%(start)s).")
_OWN_REPLACEMENT = N_("The replacement is someone else.")


def is_in_force(referent: Referent, day: dt.date) -> bool:
    """Whether the row gives rights on that day, both bounds included."""
    return referent.start_on <= day and (referent.end_on is None or day <= referent.end_on)


def check_referent(referent: Referent, others: Iterable[Referent]) -> None:
    """Refuses an end before the start, oneself as replacement, and the same account twice over a common day.

    `others` may hold any rows: only those of the same account and arrondissement count.
    """
    check_period(referent)
    for other in others:
        if other is referent or _place_of(other) != _place_of(referent):
            continue
        if not have_common_day(referent.start_on, referent.end_on, other.start_on, other.end_on):
            continue
        params = {"user": str(other.user), "arrondissement": str(other.arrondissement), "start": other.start_on}
        if other.end_on is None:
            raise RuleViolation(
                N_("%(user)s already answers for %(arrondissement)s since %(start)s."), field="start_on", **params
            )
        raise RuleViolation(
            N_("%(user)s already answers for %(arrondissement)s from %(start)s to %(end)s."),
            field="start_on",
            end=other.end_on,
            **params,
        )


def other_referents(session: AnySession, referent: Referent) -> list[Referent]:
    """The other stored rows of the same account; whoever writes about it meanwhile waits."""
    user = target_of(referent, "user")
    if not isinstance(user, int):
        return []
    hold(session, [("user", user)])
    rows = select(Referent).options(joinedload(Referent.user), joinedload(Referent.arrondissement))
    with session.no_autoflush:
        found = session.scalars(rows.where(Referent.user_id == user)).all()
    return [other for other in found if other is not referent]


def _place_of(referent: Referent) -> tuple[object, object]:
    return target_of(referent, "user"), target_of(referent, "arrondissement")


def check_period(row: Referent | Absence) -> None:
    """Refuses an end before the start and oneself as replacement. Raises RuleViolation."""
    gather(lambda: _check_end(row), lambda: _check_replacement(row))


def _check_end(row: Referent | Absence) -> None:
    if row.end_on is not None and row.end_on < row.start_on:
        raise RuleViolation(_END_BEFORE_START, field="end_on", start=row.start_on)


def _check_replacement(row: Referent | Absence) -> None:
    replacement = target_of(row, "replacement")
    if replacement is not None and replacement == target_of(row, "user"):
        raise RuleViolation(_OWN_REPLACEMENT, field="replacement_id")


IN_FORCE = Rule(is_in_force, answers_clause, (Referent.start_on, Referent.end_on))
