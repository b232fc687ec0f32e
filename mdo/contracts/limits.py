"""The limits of the law that a contract follows: rows of the table of figures, read on the day of its law.

A limit that the table does not have for the day is None: its rule rests, and the page says so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mdo.contracts.law_day import law_day
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.figures import number_on, stored_figures
from models.contracts import Contract
from models.procurement import FigureCode, LegalFigure


@dataclass(frozen=True)
class LegalLimits:
    """The figures of the law as they stand on a day."""

    figures: Sequence[LegalFigure]
    day: dt.date

    def of(self, code: FigureCode) -> Decimal | None:
        """The limit of a rule, in the unit of its code; None when the table has none for the day."""
        return number_on(self.figures, code, self.day)

    def unknown(self) -> RuleViolation:
        """What is said where a rule rests."""
        words = N_("« Figures of the law » has no limit for %(day)s: this rule is not checked.")
        return RuleViolation(words, day=self.day)


def limits_of(contract: Contract, figures: Sequence[LegalFigure], today: dt.date) -> LegalLimits:
    """The limits of a contract: those of the day of its launch, else of its notification, else of today."""
    return LegalLimits(figures, law_day(contract, today))


def stored_limits(session: AnySession, contract: Contract, today: dt.date) -> LegalLimits:
    """As `limits_of`, from the table as it stands: one statement."""
    return limits_of(contract, stored_figures(session), today)
