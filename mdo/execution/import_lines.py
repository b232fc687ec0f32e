"""One total a line of a file: the only line of an order or of an invoice; several lines are their page's to change."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Target
from mdo.kernel.imports.words.names import Names
from models.contracts import Contract

_SEVERAL = N_("« %(number)s » has several lines, of %(total)s € in all: change them on its page.")
_NEEDED = N_("This cell must be filled.")
TOTAL, RATE = "total_excl_tax", "vat_rate"


def contract_names(session: AnySession) -> Names:
    """Contracts by number, and by number and title."""
    names = Names()
    for row in session.scalars(select(Contract).order_by(Contract.number)):
        names.add(row, row.number, str(row), label=str(row))
    return names


def plan_total(
    planner: LinePlanner, target: Target, view: str, model: type, owner: str, price: str, rest: dict[str, Any]
) -> None:
    """Plans the only line of an order or invoice: its total before tax and its VAT rate.

    `model` is that of the line, `owner` its relation to the row, `price` the attribute that takes the total, `rest`
    what a new line has besides, and what a total written anew sets.
    """
    values, row = planner.values, target.row
    lines: Sequence[Any] = [] if target.is_new else row.lines
    for name in (TOTAL, RATE):
        if name in planner.cleared:
            planner.fail(name, _NEEDED)
    planner.cleared -= {TOTAL, RATE}
    total, rate = values.get(TOTAL), values.get(RATE)
    if total is None and target.is_new:
        if TOTAL not in planner.failed:
            planner.fail(TOTAL, _NEEDED)
        return
    stored = sum((_amount(line, price) for line in lines), Decimal(0))
    if total == stored and lines:
        total = None
    if len(lines) > 1:
        known = {line.vat_rate for line in lines}
        for name, is_other in ((TOTAL, total is not None), (RATE, rate is not None and known != {rate})):
            if is_other:
                planner.fail(name, _SEVERAL, number=row.number, total=stored)
        return
    if lines:
        written = {} if total is None else {price: total, **{key: rest[key] for key in rest if key == "quantity"}}
        planner.set(Target(lines[0]), view, {**written, RATE: rate})
    elif total is not None:
        line = Target.new(model, position=1, **rest)
        contract = row.contract if not target.is_new else None
        planner.set(
            line, view, {owner: target, price: total, RATE: _rate_of(planner, contract) if rate is None else rate}
        )


def _amount(line: Any, price: str) -> Decimal:
    return Decimal(getattr(line, price)) * getattr(line, "quantity", Decimal(1))


def _rate_of(planner: LinePlanner, contract: Contract | None) -> Decimal:
    found = contract or planner.values.get("contract")
    return found.vat_rate if isinstance(found, Contract) else Decimal(20)
