"""Whether a contract reaches a threshold, as `obligation.py` says, in the database: all the lots of a need together."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from mdo.contracts.law_day import valid_then
from models.contracts import Contract, ContractState, Technique
from models.procurement import Threshold, ThresholdCode

_sibling, _rule = aliased(Contract), aliased(Threshold)


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


def reached(code: ThresholdCode) -> ColumnElement[bool]:
    """Whether a contract, which the statement joins, reaches the threshold of the day of its launch."""
    return (
        select(_rule.id)
        .where(
            _rule.code == code,
            valid_then(_rule),
            _rule.amount_excl_tax <= _counted,
        )
        .correlate(Contract)
        .exists()
    )
