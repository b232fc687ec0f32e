"""What a call may give: its ceiling, its envelope to the cent, its line between in and waiting."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.types import CENT

NOTHING = Decimal(0)


def is_late(filed_on: dt.date | None, closes_on: dt.date | None) -> bool:
    """Whether an application came after the last day of filing."""
    return filed_on is not None and closes_on is not None and filed_on > closes_on


def is_over_ceiling(amount: Decimal | None, ceiling: Decimal | None) -> bool:
    """Whether an amount is more than one project is given."""
    return amount is not None and ceiling is not None and amount > ceiling


def check_admissible(
    filed_on: dt.date | None,
    closes_on: dt.date | None,
    asked: Decimal | None,
    ceiling: Decimal | None,
    derogation: str | None,
) -> None:
    """Refuses to admit what came late or asks too much, but by a derogation that says why. Raises RuleViolation."""
    if (derogation or "").strip():
        return
    if is_late(filed_on, closes_on):
        raise RuleViolation(
            N_("It came on %(filed)s, after %(closed)s: declare it inadmissible, or write why it is admitted."),
            field="derogation_reason",
            filed=filed_on,
            closed=closes_on,
        )
    if is_over_ceiling(asked, ceiling):
        raise RuleViolation(
            N_("It asks for %(asked)s €, over %(ceiling)s €: have it reduced, or write why it is admitted."),
            field="derogation_reason",
            asked=asked,
            ceiling=ceiling,
        )


def check_ceiling(granted: Decimal | None, ceiling: Decimal | None, derogation: str | None, name: str) -> None:
    """Refuses to give one project more than the ceiling, but by derogation. Raises RuleViolation."""
    if is_over_ceiling(granted, ceiling) and not (derogation or "").strip():
        raise RuleViolation(
            N_("A project of this call is given at most %(ceiling)s €: reduce it, or write a derogation."),
            field=name,
            ceiling=ceiling,
        )


def check_envelope(amounts: Iterable[Decimal | None], envelope: Decimal | None, name: str) -> None:
    """Refuses what all together pass the envelope, be it by a cent. Raises RuleViolation."""
    total = sum((amount for amount in amounts if amount is not None), NOTHING)
    if envelope is not None and total > envelope:
        raise RuleViolation(
            N_("All together would be given %(total)s €, and the envelope is %(envelope)s €: %(over)s € too much."),
            field=name,
            total=total,
            envelope=envelope,
            over=total - envelope,
        )


@dataclass(frozen=True)
class Placed:
    """A project in a scenario: what it would be given, and where it stands in the city and among the axes."""

    id: int
    amount: Decimal
    is_refused: bool = False
    arrondissement: str = ""
    axis: str = ""


@dataclass(frozen=True)
class Simulated:
    """What a scenario says as its line stands."""

    retained: Sequence[Placed]
    waiting: Sequence[Placed]
    refused: Sequence[Placed]
    total: Decimal
    by_arrondissement: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    by_axis: dict[str, tuple[int, Decimal]] = field(default_factory=dict)


def simulate(rows: Sequence[Placed], cut: int) -> Simulated:
    """The first `cut` of those that are not refused are in, the others wait, in their order."""
    kept = [row for row in rows if not row.is_refused]
    retained, waiting = kept[:cut], kept[cut:]
    refused = [row for row in rows if row.is_refused]
    total = sum((row.amount for row in retained), NOTHING)
    places = _by(retained, [row.arrondissement for row in retained])
    return Simulated(retained, waiting, refused, total, places, _by(retained, [row.axis for row in retained]))


def _by(rows: Sequence[Placed], names: Sequence[str]) -> dict[str, tuple[int, Decimal]]:
    found: dict[str, tuple[int, Decimal]] = {}
    for row, name in zip(rows, names, strict=True):
        count, amount = found.get(name, (0, NOTHING))
        found[name] = (count + 1, amount + row.amount)
    return dict(sorted(found.items()))


def first_cut(amounts: Sequence[Decimal], envelope: Decimal) -> int:
    """The line that a scenario begins with: as many as the envelope pays for, in their order."""
    total = NOTHING
    for place, amount in enumerate(amounts):
        total += amount
        if total > envelope:
            return place
    return len(amounts)


def before_tax(amount: Decimal, rate: Decimal) -> Decimal:
    """What an amount with tax counts for against the thresholds, which are before tax: 5,000 at 20 % is 4,166.67."""
    return (amount * 100 / (100 + rate)).quantize(CENT, ROUND_HALF_UP)
