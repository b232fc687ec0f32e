"""Parity, counted without guessing: only declared women and men are measured, everyone else is counted apart."""

from dataclasses import dataclass
from enum import StrEnum

from mdo.instances.rules import Rules


class ParityVerdict(StrEnum):
    """What the band says of the declared women and men."""

    NO_BAND = "no_band"
    NOBODY_DECLARED = "nobody_declared"
    WITHIN = "within"
    TOO_FEW_WOMEN = "too_few_women"
    TOO_FEW_MEN = "too_few_men"


@dataclass(frozen=True)
class GenderCounts:
    """People by declared gender; `unknown` are those who declared none."""

    women: int = 0
    men: int = 0
    other: int = 0
    unknown: int = 0

    @property
    def measured(self) -> int:
        """Declared women and men, on whom the band is measured."""
        return self.women + self.men

    @property
    def total(self) -> int:
        return self.women + self.men + self.other + self.unknown


@dataclass(frozen=True)
class Parity:
    """Counts, verdict, how many of the rarer gender are needed among `counts.measured`, and how many are missing."""

    counts: GenderCounts
    verdict: ParityVerdict
    needed: int = 0
    missing: int = 0


def parity(counts: GenderCounts, rules: Rules) -> Parity:
    """Measures the declared women and men against the band of the body, in percent of each gender.

    7 women of 10 and a band of 40–60 %: 4 men are needed, 1 is missing. The band never asks more than the most even
    split that the number allows: 2 and 1 out of 3 are within 40–60 %, which no split of 3 could meet.
    """
    if rules.parity_min_percent is None and rules.parity_max_percent is None:
        return Parity(counts, ParityVerdict.NO_BAND)
    measured = counts.measured
    if measured == 0:
        return Parity(counts, ParityVerdict.NOBODY_DECLARED)
    needed = _needed(measured, rules.parity_min_percent or 0, rules.parity_max_percent or 100)
    missing = max(0, needed - min(counts.women, counts.men))
    if missing == 0:
        return Parity(counts, ParityVerdict.WITHIN, needed)
    verdict = ParityVerdict.TOO_FEW_WOMEN if counts.women < counts.men else ParityVerdict.TOO_FEW_MEN
    return Parity(counts, verdict, needed, missing)


def _needed(measured: int, min_percent: int, max_percent: int) -> int:
    """How many of the rarer gender the band asks for: at least the minimum, and the other one at most the maximum."""
    at_least = -(-measured * min_percent // 100)
    other_at_most = measured * max_percent // 100
    return min(max(at_least, measured - other_at_most), measured // 2)
