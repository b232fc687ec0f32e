"""Whether a contract reaches a threshold, as `obligation.py` says, in the database: all the lots of a need together."""

from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, or_, select
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


def data_were_published() -> ColumnElement[bool]:
    """Whether the essential data of a contract were published: on a day, or before its file was kept here."""
    return or_(Contract.published_on.is_not(None), Contract.is_published_before)


def data_are_owed() -> ColumnElement[bool]:
    """Whether a contract, notified, owes its essential data by itself: of a file bought by lots, each lot does."""
    has_lots = select(_lot.id).where(_lot.allotment_id == Contract.id).exists()
    return and_(Contract.notified_on.is_not(None), ~has_lots, reached(ThresholdCode.OPEN_DATA))


_lot = aliased(Contract)
