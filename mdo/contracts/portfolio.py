"""The contracts together: what those that run allow, what was ordered, invoiced and paid of it, what is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, or_, select

from mdo.contracts.figures import Balance, balances_of, is_framed_by
from mdo.contracts.terms import AWARDED_STATES, TERM_LOADS
from mdo.kernel.base.context import AnySession
from models.contracts import Contract, ContractState

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Portfolio:
    """Euros before tax of contracts, balances taken over included; ceilings that are not known are left out."""

    ceiling: Decimal = _ZERO
    ordered: Decimal = _ZERO
    invoiced: Decimal = _ZERO
    paid: Decimal = _ZERO
    left: Decimal = _ZERO


def counted(contracts: Iterable[Contract], balances: Mapping[int, Balance]) -> Sequence[tuple[Contract, Balance]]:
    """The contracts that have figures, but those whose figures are in the line of their framework contract already."""
    found = [contract for contract in contracts if contract.id in balances]
    shown = {contract.id for contract in found}
    return [(contract, balances[contract.id]) for contract in found if not is_framed_by(contract, shown)]


def total_of(balances: Iterable[Balance]) -> Portfolio:
    """The sums of these figures."""
    rows = list(balances)
    return Portfolio(
        ceiling=sum((row.ceiling for row in rows if row.ceiling is not None), _ZERO),
        ordered=sum((row.ordered for row in rows), _ZERO),
        invoiced=sum((row.invoiced for row in rows), _ZERO),
        paid=sum((row.paid for row in rows), _ZERO),
        left=sum((row.left for row in rows if row.left is not None), _ZERO),
    )


def running_portfolio(session: AnySession) -> Portfolio:
    """The sums of the contracts that run, as the report of contracts counts them."""
    return total_of(balance for _, balance in running_balances(session))


def running_balances(session: AnySession) -> Sequence[tuple[Contract, Balance]]:
    """The contracts that run with their figures, each counted once."""
    is_running = Contract.state == ContractState.RUNNING
    running = select(Contract.id).where(is_running)
    is_of_one = or_(Contract.framework_id.in_(running), Contract.allotment_id.in_(running))
    statement = select(Contract).where(or_(is_running, and_(Contract.state.in_(AWARDED_STATES), is_of_one)))
    family = session.scalars(statement.options(*TERM_LOADS).order_by(Contract.id)).all()
    contracts = [contract for contract in family if contract.state is ContractState.RUNNING]
    return counted(contracts, balances_of(session, contracts, family))
