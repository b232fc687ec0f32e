"""Whether a contract reaches a threshold, as `obligation.py` says, in the database: all the lots of a need together."""

from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from mdo.contracts.law_day import valid_then
from mdo.contracts.terms import counting_amount
from models.contracts import Contract, ContractState
from models.procurement import Threshold, ThresholdCode

_sibling, _rule = aliased(Contract), aliased(Threshold)


_of_all_lots = (
    select(func.sum(func.coalesce(counting_amount(_sibling), func.nullif(_sibling.estimate_excl_tax, Decimal(0)))))
    .where(_sibling.allotment_id == Contract.allotment_id, _sibling.state != ContractState.ABANDONED)
    .correlate(Contract)
    .scalar_subquery()
)
_counted = case((Contract.allotment_id.is_not(None), _of_all_lots), else_=counting_amount(Contract))


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
