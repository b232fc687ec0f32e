"""How tenders rank: marks averaged over the assessors, weighted, added. Amounts are euros before tax.

Everything is rounded to hundredths where it is shown, so that what a reader adds up by hand is what stands there: the
mean of a criterion, then its points (weight × mean / 20), then their sum, out of 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.tenders import BEST_TENDER_MARK, AwardCriterion, Tender, TenderMark

WHOLE = Decimal(100)
_BEST = Decimal(BEST_TENDER_MARK)
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class RankedTender:
    """A tender in the ranking. `means` and `points` are by criterion id; `total` is out of 100, None while incomplete.

    `rank` is shared by equal totals, which `is_tied` says; `missing` are the criteria without a mark.
    """

    tender: Tender
    amount: Decimal | None
    means: Mapping[int, Decimal | None]
    points: Mapping[int, Decimal | None]
    missing: tuple[AwardCriterion, ...]
    total: Decimal | None = None
    rank: int | None = None
    is_tied: bool = False


@dataclass(frozen=True)
class Ranking:
    """The tenders after a round (0: before any negotiation): the best first, then those still without all marks."""

    round_number: int
    criteria: tuple[AwardCriterion, ...]
    lines: tuple[RankedTender, ...]
    left_out: tuple[Tender, ...]
    obstacle: RuleViolation | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every admissible tender has its rank."""
        return self.obstacle is None and bool(self.lines) and all(line.rank is not None for line in self.lines)

    @property
    def first(self) -> tuple[RankedTender, ...]:
        """The tenders of rank 1: several when they are equal."""
        return tuple(line for line in self.lines if line.rank == 1)


def weight_of(criteria: Iterable[AwardCriterion]) -> Decimal:
    """What the weights of these criteria make together."""
    return sum((row.weight for row in criteria), _NOTHING)


def amount_after(tender: Tender, round_number: int) -> Decimal | None:
    """The amount of a tender after a round of negotiation: that of the last round that revised it."""
    revised = [row for row in tender.revisions if row.round.number <= round_number]
    return max(revised, key=lambda row: row.round.number).amount_excl_tax if revised else tender.amount_excl_tax


def price_mark(amount: Decimal | None, lowest: Decimal | None) -> Decimal | None:
    """The mark out of 20 that the formula gives: lowest amount / amount × 20."""
    if amount is None or lowest is None:
        return None
    return _rounded(_BEST if amount <= lowest else lowest / amount * _BEST)


def marks_after(tender: Tender, criterion: AwardCriterion, round_number: int) -> dict[int, TenderMark]:
    """What each assessor gives after a round, by their id: the mark of the last round in which they gave one."""
    found: dict[int, TenderMark] = {}
    for row in sorted(tender.marks, key=lambda mark: mark.round_number):
        if row.criterion_id == criterion.id and row.round_number <= round_number:
            found[row.assessor_id] = row
    return found


def mean_mark(tender: Tender, criterion: AwardCriterion, round_number: int) -> Decimal | None:
    """The mean of the assessors' marks after a round."""
    kept = [row.mark for row in marks_after(tender, criterion, round_number).values()]
    return _rounded(sum(kept, _NOTHING) / len(kept)) if kept else None


def ranking_of(criteria: Sequence[AwardCriterion], tenders: Sequence[Tender], round_number: int = 0) -> Ranking:
    """Ranks the admissible tenders; no rank is given while the weights do not make 100."""
    admitted = [row for row in tenders if row.is_admissible]
    left_out = tuple(row for row in tenders if not row.is_admissible)
    amounts = {row: amount_after(row, round_number) for row in admitted}
    lowest = min((amount for amount in amounts.values() if amount is not None), default=None)
    obstacle = _obstacle(criteria)
    lines = [_line(row, amounts[row], lowest, criteria, round_number) for row in admitted]
    if obstacle is None:
        lines = _ranked(lines)
    return Ranking(round_number, tuple(criteria), tuple(lines), left_out, obstacle)


def _obstacle(criteria: Sequence[AwardCriterion]) -> RuleViolation | None:
    if not criteria:
        return RuleViolation(N_("No criterion yet: write them with their weights, then mark the tenders."))
    weight = weight_of(criteria)
    if weight != WHOLE:
        return RuleViolation(
            N_("The weights make %(weight)s and not 100: correct them, the tenders are ranked then."), weight=weight
        )
    return None


def _line(
    tender: Tender,
    amount: Decimal | None,
    lowest: Decimal | None,
    criteria: Sequence[AwardCriterion],
    round_number: int,
) -> RankedTender:
    means = {
        row.id: price_mark(amount, lowest) if row.is_price else mean_mark(tender, row, round_number) for row in criteria
    }
    points: dict[int, Decimal | None] = {}
    for row in criteria:
        mean = means[row.id]
        points[row.id] = None if mean is None else _rounded(row.weight * mean / _BEST)
    return RankedTender(tender, amount, means, points, tuple(row for row in criteria if means[row.id] is None))


def _ranked(lines: Sequence[RankedTender]) -> list[RankedTender]:
    totals = [(_total(line), line) for line in lines if not line.missing]
    totals.sort(key=lambda pair: (-pair[0], pair[1].tender.position))
    given = [total for total, _ in totals]
    ranked = [
        replace(line, total=total, rank=given.index(total) + 1, is_tied=given.count(total) > 1)
        for total, line in totals
    ]
    return ranked + [line for line in lines if line.missing]


def _total(line: RankedTender) -> Decimal:
    return sum((value for value in line.points.values() if value is not None), _NOTHING)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)
