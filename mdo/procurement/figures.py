"""Figures of the law or of usage that are neither an amount of a need nor a delay between two steps, on a day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.thresholds import days_of, overlapping, valid_on
from models.procurement import FIGURE_UNITS, FigureCode, FigureUnit, LegalFigure

# Rules count them one by one.
_WHOLE = (FigureUnit.DAYS, FigureUnit.MONTHS)


def stored_figures(session: AnySession) -> Sequence[LegalFigure]:
    """All figures, those valid last coming first."""
    return session.scalars(select(LegalFigure).order_by(LegalFigure.code, LegalFigure.valid_from.desc())).all()


def number_on(figures: Iterable[LegalFigure], code: FigureCode, day: dt.date) -> Decimal | None:
    """The number of a rule on a day, in the unit of its code; None when the table has none: the rule then rests."""
    found = valid_on(figures, code, day)
    return None if found is None else found.number


def check_figure(row: LegalFigure, others: Iterable[LegalFigure]) -> None:
    """Raises RuleViolation for two figures of one rule valid on a common day, for half a day, or a share over 100."""
    unit = FIGURE_UNITS[row.code]
    if unit in _WHOLE and row.number != row.number.to_integral_value():
        raise RuleViolation(N_("Days and months are whole numbers."), field="number")
    if unit is FigureUnit.PERCENT and row.number > 100:
        raise RuleViolation(N_("A share is at most 100 %%."), field="number")
    other = overlapping(row, others)
    if other is not None:
        raise RuleViolation(
            N_("The figure valid %(days)s would be valid on the same days: end it the day before %(start)s first, or "
               "start this one after its end."),
            field="valid_from",
            days=days_of(other),
            start=row.valid_from,
        )  # fmt: skip
