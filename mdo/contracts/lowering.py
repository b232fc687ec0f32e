"""A contract is not lowered below what is ordered or invoiced on it already: refused, with what to do first."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import inspect

from mdo.contracts.figures import balance_of
from mdo.contracts.terms import AWARDED_STATES, terms_on
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_brought_back, is_set, value_replaced
from models.amendments import Amendment
from models.contracts import Contract

_WORTH = ("amount_excl_tax", "maximum_excl_tax")
_NOTHING = Decimal(0)


def check_lowering(session: AnySession, contract: Contract, today: dt.date) -> None:
    """Raises RuleViolation when the amount or the maximum that was just written is below what is used of it."""
    if inspect(contract).persistent and is_set(contract, _WORTH):
        field = "amount_excl_tax" if contract.maximum_excl_tax is None else "maximum_excl_tax"
        _check(session, contract, today, field)


def check_lowering_after(session: AnySession, amendment: Amendment, today: dt.date) -> None:
    """The same for an amendment that takes something away, or that no longer adds what it added."""
    added = amendment.amount_excl_tax if amendment.notified_on is not None else _NOTHING
    if added < _stored_addition(amendment):
        is_in_force = amendment.notified_on is not None
        _check(session, amendment.contract, today, "amount_excl_tax" if is_in_force else "notified_on")


def check_lowering_without(session: AnySession, amendment: Amendment, today: dt.date) -> None:
    """The same for one that goes with the operation that made it, and takes back what it added."""
    if amendment.notified_on is not None and amendment.amount_excl_tax > 0:
        _check(session, amendment.contract, today, "notified_on", less=amendment.amount_excl_tax)


def _stored_addition(amendment: Amendment) -> Decimal:
    """What the amendment adds as it was read, whatever was typed since; nothing for a new one."""
    if value_replaced(amendment, "notified_on") is None or is_brought_back(amendment):
        return _NOTHING
    before: Decimal = value_replaced(amendment, "amount_excl_tax")
    return before


def _check(session: AnySession, contract: Contract, today: dt.date, field: str, *, less: Decimal = _NOTHING) -> None:
    if contract.state not in AWARDED_STATES:
        return
    ceiling = terms_on(contract, today).ceiling
    ceiling = None if ceiling is None else ceiling - less
    with session.no_autoflush:
        used = balance_of(session, contract).taken
    if ceiling is not None and used > ceiling:
        raise RuleViolation(
            N_(
                "%(used)s € are ordered or invoiced on this contract already: it cannot be worth %(ceiling)s € only. "
                "Cancel or lower an order first, or correct this amount."
            ),
            field=field,
            used=used,
            ceiling=ceiling,
        )
