"""Parity, counted without guessing."""

import pytest

from mdo.composition.parity import GenderCounts, Parity, ParityVerdict, parity
from mdo.instances.rules import Rules
from models.instances import Membership

NO_BAND, NOBODY, WITHIN, FEW_WOMEN, FEW_MEN = ParityVerdict


def band(low: int | None, high: int | None) -> Rules:
    """The rules of a body with this band, in percent."""
    return Rules(Membership.CLOSED, parity_min_percent=low, parity_max_percent=high)


@pytest.mark.parametrize(
    ("women", "men", "low", "high", "verdict", "needed", "missing"),
    [
        # « il manque 1 homme » : 3 of 10, 4 needed.
        (7, 3, 40, 60, FEW_MEN, 4, 1),
        (6, 4, 40, 60, WITHIN, 4, 0),
        (5, 5, 40, 60, WITHIN, 4, 0),
        (4, 6, 40, 60, WITHIN, 4, 0),
        (3, 7, 40, 60, FEW_WOMEN, 4, 1),
        (10, 0, 40, 60, FEW_MEN, 4, 4),
        # 11 people: 40 % is 4.4, hence 5.
        (7, 4, 40, 60, FEW_MEN, 5, 1),
        (6, 5, 40, 60, WITHIN, 5, 0),
        # Never more than the most even split.
        (1, 0, 40, 60, WITHIN, 0, 0),
        (2, 1, 40, 60, WITHIN, 1, 0),
        (3, 0, 40, 60, FEW_MEN, 1, 1),
        (2, 0, 40, 60, FEW_MEN, 1, 1),
        (1, 1, 50, 50, WITHIN, 1, 0),
        (4, 3, 50, 50, WITHIN, 3, 0),
        (5, 2, 50, 50, FEW_MEN, 3, 1),
        # One bound is enough, and the stricter of the two decides.
        (7, 3, 40, None, FEW_MEN, 4, 1),
        (7, 3, None, 60, FEW_MEN, 4, 1),
        (7, 3, 0, 70, WITHIN, 3, 0),
        (8, 2, 0, 70, FEW_MEN, 3, 1),
        (7, 3, 30, 60, FEW_MEN, 4, 1),
        (10, 0, 0, 100, WITHIN, 0, 0),
        (10, 0, None, None, NO_BAND, 0, 0),
        (0, 0, 40, 60, NOBODY, 0, 0),
        (0, 0, None, None, NO_BAND, 0, 0),
    ],
)
def test_the_band_is_measured_on_declared_women_and_men(
    women: int, men: int, low: int | None, high: int | None, verdict: ParityVerdict, needed: int, missing: int
) -> None:
    for apart in (GenderCounts(women, men), GenderCounts(women, men, other=3, unknown=20)):
        assert parity(apart, band(low, high)) == Parity(apart, verdict, needed, missing)


def test_only_declared_women_and_men_are_measured() -> None:
    counts = GenderCounts(women=7, men=3, other=1, unknown=3)
    assert (counts.measured, counts.total) == (10, 14)
