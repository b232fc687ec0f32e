"""Purchase orders: which count, and that they never pass what the contract allows."""

import datetime as dt
from decimal import Decimal
from typing import Any

from mdo.contracts.figures import ceiling_of, ordered_of_others
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.advisory_locks import hold
from models.bounds import MAX_EUROS
from models.contracts import Contract, ContractState
from models.execution import OrderState, PurchaseOrder, line_amount

_PERFORMED = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)


def order_total(order: Any) -> Decimal:
    """Euros before tax, all lines; those of a line as they are written, before the database has them."""
    return sum((line_amount(line.quantity, line.unit_price_excl_tax) for line in order.lines), Decimal(0))


def check_order(session: AnySession, order: PurchaseOrder) -> None:
    """Raises RuleViolation for an order that cannot be issued: no day, no line, no contract for it, over its maximum.

    Whoever orders on the same contract at the same time waits until this transaction ends.
    """
    check_issue(order)
    contract = order.contract
    if order.state is not OrderState.ISSUED or contract is None:
        return
    if contract.id is not None:
        hold(session, [("contract", contract.id)])
    passes_maximum(order_total(order), ceiling_of(session, contract), ordered_of_others(session, contract, order))


def check_issue(order: PurchaseOrder) -> None:
    """The rules that need no other order."""
    contract = order.contract
    if any(line_amount(line.quantity, line.unit_price_excl_tax) > MAX_EUROS for line in order.lines):
        raise RuleViolation(
            N_("A line of this amount is a typing error: correct its quantity or its price."), field="line_items"
        )
    if order.state is not OrderState.ISSUED or contract is None:
        return
    if order.ordered_on is None:
        raise RuleViolation(N_("An order that was issued has its day: write it."), field="ordered_on")
    if not order.lines:
        raise RuleViolation(
            N_("An order has at least one line: write what is ordered and its price."), field="line_items"
        )
    if contract.state not in _PERFORMED:
        raise RuleViolation(
            N_("Orders are issued on a contract that is awarded: keep this one as a draft until then."), field="state"
        )
    _check_day(order.ordered_on, contract)


def _check_day(day: dt.date, contract: Contract) -> None:
    """Orders are issued while the contract lasts (L2125-1); they may be performed after."""
    first = contract.notified_on or contract.starts_on
    if first is not None and day < first:
        raise RuleViolation(
            N_("The contract holds from %(day)s: no order is issued before."), field="ordered_on", day=first
        )
    last = contract.ends_on
    if last is not None and day > last:
        raise RuleViolation(
            N_("The contract ends on %(day)s: no order is issued after, unless it is renewed or amended first."),
            field="ordered_on",
            day=last,
        )


def passes_maximum(total: Decimal, ceiling: Decimal | None, others: Decimal) -> None:
    """Raises RuleViolation when an order of this total, beside the others, passes what the contract allows."""
    if ceiling is None:
        raise RuleViolation(
            N_("This contract has no amount nor maximum yet: fill it in on the contract, then issue the order."),
            field="contract",
        )
    left = ceiling - others
    if total > left:
        raise RuleViolation(
            N_(
                "This order of %(total)s € passes the maximum of the contract: %(left)s € are left of %(ceiling)s €. "
                "Lower the order, or raise the maximum by an amendment first."
            ),
            field="line_items",
            total=_euros(total),
            left=_euros(left),
            ceiling=_euros(ceiling),
        )


def _euros(amount: Decimal) -> str:
    """An amount as French sentences write it; the sentence is translated, its figures are not."""
    return f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")
