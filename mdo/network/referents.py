"""Référents by date, and the absences of the accounts: who answers for what, and who stands in."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_

from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.periods import have_common_day
from mdo.relations import target_of
from models.network import Absence, Referent

_END_BEFORE_START = N_("The end comes before the start (%(start)s).")
_OWN_REPLACEMENT = N_("The replacement is someone else.")


def is_in_force(referent: Referent, day: dt.date) -> bool:
    """Whether the row gives rights on that day, both bounds included."""
    return referent.start_on <= day and (referent.end_on is None or day <= referent.end_on)


def in_force_clause(day: dt.date) -> ColumnElement[bool]:
    """The same as an expression on `Referent`, never null."""
    return and_(Referent.start_on <= day, or_(Referent.end_on.is_(None), Referent.end_on >= day))


def check_referent(referent: Referent, others: Iterable[Referent]) -> None:
    """Refuses an end before the start, oneself as replacement, and the same account twice over a common day.

    `others` may hold any rows: only those of the same account and arrondissement count.
    """
    _check_period(referent)
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


def check_absence(absence: Absence, others: Iterable[Absence]) -> None:
    """Refuses an end before the start, oneself as replacement, and two absences of one account on a common day."""
    _check_period(absence)
    for other in others:
        if other is absence or target_of(other, "user") != target_of(absence, "user"):
            continue
        if have_common_day(absence.start_on, absence.end_on, other.start_on, other.end_on):
            raise RuleViolation(
                N_("An absence from %(start)s to %(end)s is already recorded."),
                field="start_on",
                start=other.start_on,
                end=other.end_on,
            )


def _place_of(referent: Referent) -> tuple[object, object]:
    return target_of(referent, "user"), target_of(referent, "arrondissement")


def _check_period(row: Referent | Absence) -> None:
    if row.end_on is not None and row.end_on < row.start_on:
        raise RuleViolation(_END_BEFORE_START, field="end_on", start=row.start_on)
    replacement = target_of(row, "replacement")
    if replacement is not None and replacement == target_of(row, "user"):
        raise RuleViolation(_OWN_REPLACEMENT, field="replacement_id")
