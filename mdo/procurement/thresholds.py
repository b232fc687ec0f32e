"""Which threshold, or which other figure of the law, is valid on a day. Amounts are euros before tax."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.procurement import FigureCode, LegalFigure, Threshold, ThresholdCode

Row = TypeVar("Row", Threshold, LegalFigure)


def stored_thresholds(session: AnySession) -> Sequence[Threshold]:
    """All thresholds, those valid last coming first."""
    return session.scalars(select(Threshold).order_by(Threshold.code, Threshold.valid_from.desc())).all()


def valid_on(rows: Iterable[Row], code: ThresholdCode | FigureCode, day: dt.date) -> Row | None:
    """The threshold or the figure of a rule on a day, both ends included; None when the table has none for it."""
    return next(
        (
            row
            for row in rows
            if row.code == code and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        ),
        None,
    )


def needed_on(thresholds: Iterable[Threshold], code: ThresholdCode, day: dt.date) -> Threshold:
    """As `valid_on`. Raises RuleViolation, field `launch_on`, when the table says nothing of the day."""
    found = valid_on(thresholds, code, day)
    if found is None:
        raise RuleViolation(
            N_("The European thresholds of %(year)s are not recorded: an administrator adds them."),
            field="launch_on",
            year=day.year,
        )
    return found


def reaches(
    amount: Decimal | None, thresholds: Iterable[Threshold], code: ThresholdCode, day: dt.date
) -> Threshold | None:
    """The threshold that an amount reaches on a day (« at or over »), or None."""
    found = valid_on(thresholds, code, day)
    return found if found is not None and amount is not None and amount >= found.amount_excl_tax else None


def overlapping(row: Row, others: Iterable[Row]) -> Row | None:
    """Another row of the same code (Threshold, LegalFigure) that would be valid on a day of this one.

    Raises RuleViolation, field `valid_to`, for an end before the beginning.
    """
    if row.valid_to is not None and row.valid_from is not None and row.valid_to < row.valid_from:
        raise RuleViolation(N_("The end is before the beginning: correct one of the two dates."), field="valid_to")
    for other in others:
        if other is row or other.code != row.code or (other.id is not None and other.id == row.id):
            continue
        starts_before_end = other.valid_to is None or row.valid_from <= other.valid_to
        ends_after_start = row.valid_to is None or row.valid_to >= other.valid_from
        if starts_before_end and ends_after_start:
            return other
    return None


def check_threshold(row: Threshold, others: Iterable[Threshold]) -> None:
    """Raises RuleViolation when two thresholds of one rule would be valid on a common day. Field `valid_from`."""
    other = overlapping(row, others)
    if other is not None:
        raise RuleViolation(
            N_("The threshold of %(amount)s €, valid %(days)s, would be valid on the same days: end it the day before "
               "%(start)s first, or start this one after its end."),
            field="valid_from",
            amount=other.amount_excl_tax,
            days=days_of(other),
            start=row.valid_from,
        )  # fmt: skip


def days_of(row: Row) -> RuleViolation:
    """« du 01/01/2026 au 31/12/2027 », in words that a sentence takes."""
    if row.valid_to is None:
        return RuleViolation(N_("from %(first)s on (threshold)"), first=row.valid_from)
    return RuleViolation(N_("from %(first)s to %(last)s (threshold)"), first=row.valid_from, last=row.valid_to)
