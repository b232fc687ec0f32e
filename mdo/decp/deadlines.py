"""What falls due about essential data: two months after the notification, as `obligation.py` says, in the database."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from mdo.deadlines.dates import day_months_after
from mdo.deadlines.kinds import Closing, DeadlineCode, DeadlineKind
from mdo.decp.obligation import MONTHS
from mdo.messages import N_
from mdo.roles import RoleCode
from models.contracts import Contract, ContractState, Technique
from models.procurement import Threshold, ThresholdCode

_lot, _sibling, _rule = aliased(Contract), aliased(Contract), aliased(Threshold)


def _amount(row: Any) -> ColumnElement[Any]:
    """As `checks.amount_of`: the fixed amount, or the maximum of an accord-cadre."""
    maximum, amount = row.maximum_excl_tax, row.amount_excl_tax
    return case(
        (and_(row.technique == Technique.FRAMEWORK, maximum > Decimal(0)), maximum),
        (and_(row.technique != Technique.FRAMEWORK, amount > Decimal(0)), amount),
        else_=func.coalesce(amount, maximum),
    )


_of_all_lots = (
    select(func.sum(func.coalesce(_amount(_sibling), _sibling.estimate_excl_tax)))
    .where(_sibling.allotment_id == Contract.allotment_id, _sibling.state != ContractState.ABANDONED)
    .correlate(Contract)
    .scalar_subquery()
)
_counted = case((Contract.allotment_id.is_not(None), _of_all_lots), else_=_amount(Contract))
_day = func.coalesce(Contract.launch_on, Contract.notified_on)
_reached = select(_rule.id).where(
    _rule.code == ThresholdCode.OPEN_DATA,
    _rule.valid_from <= _day,
    or_(_rule.valid_to.is_(None), _rule.valid_to >= _day),
    _rule.amount_excl_tax <= _counted,
)


def _is_to_publish(today: dt.date) -> ColumnElement[bool]:
    return and_(
        Contract.notified_on.is_not(None),
        Contract.published_on.is_(None),
        ~select(_lot.id).where(_lot.allotment_id == Contract.id).exists(),
        _reached.exists(),
    )


# « DECP à publier avant le 15/12/2026 » for a contract notified on 15/10/2026.
OPEN_DATA_DUE = DeadlineKind(
    DeadlineCode.OPEN_DATA_DUE,
    Contract,
    "ContractView",
    day_months_after(Contract.notified_on, MONTHS),
    _is_to_publish,
    Closing(N_("See the essential data"), "ContractView", "show", "can_show", values=(("tab", "open_data"),)),
    title=Contract.number + " – " + Contract.title,
    days_before=60,
    role=RoleCode.MISSION,
    responsible_id=Contract.responsible_id,
)
