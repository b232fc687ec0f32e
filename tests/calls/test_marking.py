"""How a jury ranks: weights, who is concerned left out, ties by the rule of the call."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mdo.calls.marking import Candidate, Marked, check_mark, check_weight, in_hundredths, marked
from mdo.kernel.base.errors import RuleViolation
from models.calls import TieRule

WEIGHTS = {1: Decimal(40), 2: Decimal(60)}
A, B, C = 11, 12, 13


def candidate(number: int, **values: Any) -> Candidate:
    return Candidate(id=number, number=number, **values)


def all_alike(*numbers: int, mark: int = 3) -> dict[tuple[int, int], dict[int, int]]:
    return {(juror, number): {1: mark, 2: mark} for juror in (A, B, C) for number in numbers}


def ranks(rows: Sequence[Marked]) -> list[tuple[int, int | None]]:
    return [(row.candidate.number, row.rank) for row in rows]


def test_a_mean_follows_the_weights_of_the_criteria_and_is_exact() -> None:
    marks = {(A, 1): {1: 5, 2: 2}, (B, 1): {1: 4, 2: 4}, (C, 1): {1: 0, 2: 1}}
    (row,) = marked([candidate(1)], [A, B, C], WEIGHTS, marks, (), TieRule.FILED_FIRST)
    assert row.means == {A: Fraction(16, 5), B: Fraction(4), C: Fraction(3, 5)}
    assert row.mean == Fraction(13, 5)
    assert row.spread == Fraction(17, 5)
    assert in_hundredths(row.mean) == Decimal("2.60")
    assert in_hundredths(Fraction(2, 3)) == Decimal("0.67")


def test_who_is_concerned_is_no_part_of_the_mean() -> None:
    marks = all_alike(4)
    marks[A, 4] = {1: 5, 2: 5}  # whatever she marked before she said so
    (row,) = marked([candidate(4)], [A, B, C], WEIGHTS, marks, [(A, 4)], TieRule.FILED_FIRST)
    assert (row.mean, sorted(row.means), row.concerned) == (Fraction(3), [B, C], frozenset({A}))
    assert row.missing == frozenset()
    assert row.set_aside == {A: 2}


def test_all_concerned_is_no_rank_and_never_0() -> None:
    rows = marked([candidate(1), candidate(2)], [A, B], WEIGHTS, all_alike(1, 2), [(A, 1), (B, 1)], TieRule.FILED_FIRST)
    assert ranks(rows) == [(2, 1), (1, None)]
    assert rows[1].mean is None
    assert rows[1].spread is None
    assert in_hundredths(rows[1].mean) is None


def test_a_juror_who_left_a_criterion_is_told_missing() -> None:
    marks = all_alike(1)
    del marks[B, 1][2]
    del marks[C, 1]
    (row,) = marked([candidate(1)], [A, B, C], WEIGHTS, marks, (), TieRule.FILED_FIRST)
    assert (sorted(row.means), row.missing) == ([A], frozenset({B, C}))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TieRule.MAIRIE_ORDER, [(2, 1), (1, 2), (3, 3)]),
        (TieRule.ASKED_LEAST, [(3, 1), (1, 2), (2, 3)]),
        (TieRule.FILED_FIRST, [(1, 1), (3, 2), (2, 3)]),
    ],
)
def test_equal_means_follow_the_rule_written_in_the_call(rule: TieRule, expected: list[tuple[int, int]]) -> None:
    rows = [
        candidate(1, preference=2, asked_incl_tax=Decimal(4000), filed_on=dt.date(2027, 1, 4)),
        candidate(2, preference=1, asked_incl_tax=Decimal(5000), filed_on=dt.date(2027, 1, 6)),
        candidate(3, preference=None, asked_incl_tax=Decimal("3999.99"), filed_on=dt.date(2027, 1, 5)),
    ]
    assert ranks(marked(rows, [A, B, C], WEIGHTS, all_alike(1, 2, 3), (), rule)) == expected


def test_what_the_rule_leaves_equal_has_one_rank_and_stays_in_its_order() -> None:
    rows = [candidate(number, preference=1) for number in (3, 1, 2)]
    marks = all_alike(1, 2) | all_alike(3, mark=2)
    for _ in range(3):
        assert ranks(marked(rows, [A, B, C], WEIGHTS, marks, (), TieRule.MAIRIE_ORDER)) == [(1, 1), (2, 1), (3, 3)]


@pytest.mark.parametrize(("mark", "passes"), [(0, True), (5, True), (None, True), (-1, False), (6, False)])
def test_a_mark_goes_from_0_to_5(mark: int | None, passes: bool) -> None:
    if passes:
        check_mark(mark)
        return
    with pytest.raises(RuleViolation):
        check_mark(mark)


@pytest.mark.parametrize(
    ("after", "reason", "is_marked", "passes"),
    [
        (Decimal(50), None, False, True),
        (Decimal(40), None, True, True),
        (Decimal(50), "Le jury l’a voulu.", True, True),
        (Decimal(50), "  ", True, False),
    ],
)
def test_a_weight_changed_after_the_first_mark_asks_a_reason(
    after: Decimal, reason: str | None, is_marked: bool, passes: bool
) -> None:
    if passes:
        check_weight(Decimal(40), after, reason, is_marked=is_marked)
        return
    with pytest.raises(RuleViolation) as refused:
        check_weight(Decimal(40), after, reason, is_marked=is_marked)
    assert refused.value.field == "weight_reason"
