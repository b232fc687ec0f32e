"""A file bought by lots: the figures of each, and their sum, as reports and workbooks give them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mdo.contracts.figures import Balance, balances_of, is_counted
from mdo.contracts.states import state_or_ending
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractState

_LABELS = FIELD_LABELS[Contract]


@dataclass(frozen=True)
class LotLine:
    """A lot, or the file for what is its own. `balance` is None before the award: there is nothing to count."""

    contract: Contract
    balance: Balance | None


def standing_lots(file: Contract) -> list[Contract]:
    """The lots that were not given up, in order."""
    return [lot for lot in file.lots if lot.state is not ContractState.ABANDONED]


def lot_lines(session: AnySession, file: Contract) -> list[LotLine]:
    """One line a lot that was not given up; last, the file, where something was ordered or invoiced on it itself."""
    counted = [row for row in (*standing_lots(file), file) if is_counted(row)]
    balances = balances_of(session, counted)
    lines = [LotLine(lot, balances.get(lot.id)) for lot in standing_lots(file)]
    own = balances.get(file.id)
    if own is not None and (own.taken or own.paid):
        lines.append(LotLine(file, own))
    return lines


def _of(name: str, value: Callable[[Contract], Any], kind: Kind = Kind.TEXT, width: int = 18) -> Column:
    return Column(name, _LABELS[name], lambda row, today: value(row.contract), kind, width=width)


def _amount(name: str, label: str) -> Column:
    return Column(
        name, label, lambda row, today: None if row.balance is None else getattr(row.balance, name), Kind.AMOUNT
    )


def _share(row: LotLine) -> Decimal | None:
    share = None if row.balance is None else row.balance.share
    return None if share is None else share / 100


def _holders(contract: Contract) -> Sequence[str]:
    return tuple(str(holder.supplier) for holder in contract.holders)


LOT_COLUMNS = (
    _of("number", lambda lot: lot.number),
    _of("lot_number", lambda lot: lot.lot_number, Kind.INTEGER, 12),
    _of("title", lambda lot: lot.title, width=44),
    _of("state", state_or_ending, Kind.ENUM, 20),
    _of("holders", _holders, width=36),
    _amount("ceiling", N_("Ceiling on this day before tax (€)")),
    _amount("ordered", N_("Ordered before tax (€)")),
    _amount("invoiced", N_("Invoiced before tax (€)")),
    _amount("paid", N_("Paid before tax (€)")),
    _amount("left", N_("Left on the maximum before tax (€)")),
    Column("used", N_("Share used"), lambda row, today: _share(row), Kind.PERCENT, width=14),
)
