"""The last day for what follows an act of a contract, as the delays of the law of its day say.

Amendments follow the delays of their contract: « to be confirmed » for each.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from mdo.contracts.law_day import LAW_DAY_READ, law_day, valid_then
from mdo.contracts.legal import SAID_BY, conditions_of
from mdo.kernel.deadlines.dates import day_after, day_months_after
from mdo.kernel.rules.twofold import Rule
from mdo.procurement.law import stored_delays
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import latest_day
from mdo.procurement.plan_rows import delays_in_force
from models.contracts import Contract
from models.procurement import DelayCondition, DelayUnit, LegalDelay, StepCode

_rule = aliased(LegalDelay)


@dataclass(frozen=True)
class ActDelay:
    """At most so long from an act to what follows it."""

    after: StepCode
    step: StepCode

    def of(self, contract: Contract, rows: Iterable[LegalDelay], today: dt.date) -> Delay | None:
        """The delay of a contract; None when the table has none for it."""
        found = delays_in_force(rows, contract.procedure, law_day(contract, today), conditions_of(contract))
        return next((delay for delay in found if delay.is_maximum and self == ActDelay(delay.after, delay.step)), None)

    def last_day(self, start: ColumnElement[Any] | Any) -> ColumnElement[Any]:
        """The last day after `start`, for a statement that joins the contract: as `of`, in the database."""
        fits = or_(
            _rule.condition == DelayCondition.ORDINARY,
            *(and_(_rule.condition == condition, getattr(Contract, name)) for condition, name in SAID_BY.items()),
        )
        in_months = _rule.unit == DelayUnit.MONTHS
        return (
            select(case((in_months, day_months_after(start, _rule.amount)), else_=day_after(start, _rule.amount)))
            .where(
                _rule.after == self.after,
                _rule.step == self.step,
                _rule.is_maximum,
                fits,
                or_(_rule.procedure.is_(None), _rule.procedure == Contract.procedure),
                valid_then(_rule),
            )
            .order_by(_rule.procedure.is_(None), _rule.amount)
            .limit(1)
            .correlate_except(_rule)
            .scalar_subquery()
        )


# D2131-5-1 and L2131-13 CGCT; R2196-1.
TO_TRANSMIT = ActDelay(StepCode.SIGNATURE, StepCode.LEGALITY)
# R2183-1.
TO_ANNOUNCE = ActDelay(StepCode.SIGNATURE, StepCode.AWARD_NOTICE)
TO_PUBLISH = ActDelay(StepCode.NOTIFICATION, StepCode.OPEN_DATA)


def _both(delay: ActDelay, start: InstrumentedAttribute[dt.date | None]) -> Rule:
    def last_day(contract: Contract, rows: Iterable[LegalDelay], today: dt.date) -> dt.date | None:
        day, found = getattr(contract, start.key), delay.of(contract, rows, today)
        return None if found is None else latest_day(day, found)

    return Rule(
        last_day,
        delay.last_day(start),
        (start, Contract.procedure, *LAW_DAY_READ, *(getattr(Contract, name) for name in SAID_BY.values())),
        when=lambda row: getattr(row, start.key) is not None,
        given=stored_delays,
    )


TRANSMIT_BY = _both(TO_TRANSMIT, Contract.signed_on)
ANNOUNCE_BY = _both(TO_ANNOUNCE, Contract.signed_on)
PUBLISH_BY = _both(TO_PUBLISH, Contract.notified_on)
