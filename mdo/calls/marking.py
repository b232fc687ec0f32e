"""How the marks of a jury rank the applications of a call: pure rules, exact to the fraction.

A juror who is concerned by a file is no part of its mean, nor is one who has not marked every criterion: she is told
missing. A file that nobody may judge has no mean and no rank, which is not 0.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.calls import BEST_MARK, TieRule
from models.types import CENT

_LAST = (1, Decimal(0))


@dataclass(frozen=True)
class Candidate:
    """What ranks an application besides its marks."""

    id: int
    number: int
    asked_incl_tax: Decimal | None = None
    filed_on: dt.date | None = None
    preference: int | None = None


@dataclass(frozen=True)
class Marked:
    """What the jury says of an application.

    `means` are those of the jurors who marked every criterion, `concerned` and `missing` the others; `set_aside` is how
    many marks each gave before she said that she is concerned. `rank` is empty where there is no mean; two applications
    that the rule of the call leaves equal have the same.
    """

    candidate: Candidate
    means: Mapping[int, Fraction]
    concerned: frozenset[int]
    missing: frozenset[int]
    mean: Fraction | None
    set_aside: Mapping[int, int]
    rank: int | None = None

    @property
    def spread(self) -> Fraction | None:
        """Between the juror who marks it best and the one who marks it least."""
        return max(self.means.values()) - min(self.means.values()) if self.means else None


def in_hundredths(mean: Fraction | None) -> Decimal | None:
    """A mean as it is shown: two decimals."""
    if mean is None:
        return None
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(CENT, ROUND_HALF_UP)


def juror_mean(marks: Mapping[int, int], weights: Mapping[int, Decimal]) -> Fraction | None:
    """The weighted mean of a juror, by criterion; None until all are marked."""
    total = sum(map(Fraction, weights.values()), Fraction(0))
    if not total or not weights.keys() <= marks.keys():
        return None
    return sum((Fraction(weight) * marks[key] for key, weight in weights.items()), Fraction(0)) / total


def marked(
    candidates: Iterable[Candidate],
    jurors: Sequence[int],
    weights: Mapping[int, Decimal],
    marks: Mapping[tuple[int, int], Mapping[int, int]],
    concerned: Iterable[tuple[int, int]],
    tie_rule: TieRule,
) -> Sequence[Marked]:
    """The applications of a call, ranked. `marks` are by juror and application, then by criterion.

    Those without a rank come last, by their number.
    """
    out = frozenset(concerned)
    found = []
    for candidate in candidates:
        away = frozenset(juror for juror in jurors if (juror, candidate.id) in out)
        told = {
            juror: juror_mean(marks.get((juror, candidate.id), {}), weights) for juror in jurors if juror not in away
        }
        means = {juror: mean for juror, mean in told.items() if mean is not None}
        mean = sum(means.values(), Fraction(0)) / len(means) if means else None
        aside = {juror: len(marks[juror, candidate.id]) for juror in away if marks.get((juror, candidate.id))}
        found.append(Marked(candidate, means, away, frozenset(told) - frozenset(means), mean, aside))
    return _ranked(found, tie_rule)


def _ranked(found: Iterable[Marked], tie_rule: TieRule) -> Sequence[Marked]:
    def key(row: Marked) -> Any:
        return (row.mean is None, -(row.mean or 0), _tie(row.candidate, tie_rule))

    ordered = sorted(found, key=lambda row: (*key(row), row.candidate.number))
    ranked: list[Marked] = []
    for place, row in enumerate(ordered, 1):
        is_equal = bool(ranked) and key(ordered[place - 2]) == key(row)
        rank = None if row.mean is None else ranked[-1].rank if is_equal else place
        ranked.append(replace(row, rank=rank))
    return ranked


def _tie(candidate: Candidate, rule: TieRule) -> tuple[int, Decimal]:
    """What comes first of two of one mean; what is not known comes last."""
    value: int | Decimal | None = {
        TieRule.MAIRIE_ORDER: candidate.preference,
        TieRule.ASKED_LEAST: candidate.asked_incl_tax,
        TieRule.FILED_FIRST: candidate.filed_on.toordinal() if candidate.filed_on is not None else None,
    }[rule]
    return _LAST if value is None else (0, Decimal(value))


def check_mark(mark: int | None) -> None:
    """Refuses what is no mark. Raises RuleViolation."""
    if mark is not None and not 0 <= mark <= BEST_MARK:
        raise RuleViolation(N_("A mark goes from 0 to %(best)d."), field="mark", best=BEST_MARK)


def check_weight(before: Decimal | None, after: Decimal | None, reason: str | None, *, is_marked: bool) -> None:
    """A weight that changes once marks were given says why. Raises RuleViolation."""
    if is_marked and before is not None and before != after and not (reason or "").strip():
        raise RuleViolation(
            N_("Marks were given already: say why the weight changes, whoever reads the ranking will read it."),
            field="weight_reason",
        )
