"""The amounts of the first page: sums of the contracts that run, kept each day as the figures that no date tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mdo.contracts.portfolio import Portfolio, running_portfolio
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_


@dataclass(frozen=True)
class Amount:
    """A sum of `Portfolio`, in euros before tax: `name` is its field there."""

    name: str
    label: str

    @property
    def kept(self) -> str:
        """Its name among the kept figures (mdo/home/kept.py), which never changes."""
        return f"running_{self.name}"

    def of(self, portfolio: Portfolio) -> int:
        """It in cents, exact: what is kept, and what changes are counted of."""
        found: Decimal = getattr(portfolio, self.name)
        return int((found * 100).quantize(Decimal(1), ROUND_HALF_UP))


AMOUNTS: tuple[Amount, ...] = (
    Amount("ceiling", N_("Ceiling")),
    Amount("ordered", N_("Ordered")),
    Amount("invoiced", N_("Invoiced")),
    Amount("paid", N_("Paid (contract)")),
    Amount("left", N_("Left")),
)


def running_amounts(session: AnySession) -> Mapping[Amount, int]:
    """The amounts of the contracts that run, in cents."""
    portfolio = running_portfolio(session)
    return {amount: amount.of(portfolio) for amount in AMOUNTS}
