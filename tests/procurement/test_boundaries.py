"""The day before and the day itself of every dated row of the law, driven by the rows: a new one is tested too."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.figures import check_figure
from mdo.procurement.need import level_of, procedure_for
from mdo.procurement.plan_rows import delays_in_force
from mdo.procurement.reference_law import DELAYS, FIGURES, THRESHOLDS
from mdo.procurement.thresholds import reaches, valid_on
from models.procurement import DelayCondition, FigureCode, LegalDelay, LegalFigure, ProcedureCode, Threshold
from models.procurement import ThresholdCode as T

DAY, CENT = dt.timedelta(days=1), Decimal("0.01")
LAW = tuple(Threshold(**row.values) for row in THRESHOLDS)
AMOUNTS = tuple(LegalFigure(**row.values) for row in FIGURES)
WAITS = tuple(LegalDelay(**row.values(procedure)) for row in DELAYS for procedure in row.procedures)


def named(rows: Iterable[Any]) -> list[Any]:
    """Cases called by what decides, and from when."""
    return [pytest.param(row, id=f"{getattr(row, 'code', row.article if hasattr(row, 'article') else '')}-"
                                 f"{row.valid_from}-{position}") for position, row in enumerate(rows)]  # fmt: skip


@pytest.mark.parametrize("row", named(LAW))
def test_a_threshold_is_read_from_its_first_day_to_its_last_and_on_no_other(row: Threshold) -> None:
    assert valid_on(LAW, row.code, row.valid_from) is row
    assert valid_on(LAW, row.code, row.valid_from - DAY) is not row
    if row.valid_to is not None:
        assert valid_on(LAW, row.code, row.valid_to) is row
        assert valid_on(LAW, row.code, row.valid_to + DAY) is not row


@pytest.mark.parametrize("row", named(LAW))
def test_an_amount_reaches_a_threshold_at_the_cent(row: Threshold) -> None:
    for day in (row.valid_from, row.valid_to or row.valid_from):
        assert reaches(row.amount_excl_tax, LAW, row.code, day) is row
        assert reaches(row.amount_excl_tax - CENT, LAW, row.code, day) is None


def _deciding() -> list[Threshold]:
    return [row for row in LAW if row.code in (T.NO_COMPETITION, T.FORMAL)]


@pytest.mark.parametrize("row", named(_deciding()))
def test_the_procedure_changes_at_the_cent_on_each_day_that_a_threshold_begins_or_ends(row: Threshold) -> None:
    """The level is 0 under both thresholds, 1 between them, 2 from the European one on."""
    for day in {row.valid_from, row.valid_from - DAY, row.valid_to, row.valid_to and row.valid_to + DAY} - {None}:
        known = {code: valid_on(LAW, code, day) for code in (T.NO_COMPETITION, T.FORMAL)}
        if None in known.values():
            with pytest.raises(RuleViolation):
                procedure_for(Decimal(1), day, LAW)
            continue
        for level, threshold in enumerate((known[T.NO_COMPETITION], known[T.FORMAL])):
            for amount, expected in ((threshold.amount_excl_tax - CENT, level), (threshold.amount_excl_tax, level + 1)):
                assert level_of(procedure_for(amount, day, LAW).procedure) == expected


@pytest.mark.parametrize("code", list(T))
def test_the_thresholds_of_a_rule_follow_each_other_without_a_hole(code: T) -> None:
    rows = sorted((row for row in LAW if row.code is code), key=lambda row: row.valid_from)
    assert rows, "each rule has its rows"
    for before, after in pairwise(rows):
        assert before.valid_to is not None
        assert after.valid_from == before.valid_to + DAY


@pytest.mark.parametrize("row", named(AMOUNTS))
def test_a_figure_is_read_from_its_first_day_to_its_last(row: LegalFigure) -> None:
    assert valid_on(AMOUNTS, row.code, row.valid_from) is row
    assert valid_on(AMOUNTS, row.code, row.valid_from - DAY) is not row
    if row.valid_to is not None:
        assert valid_on(AMOUNTS, row.code, row.valid_to) is row
        assert valid_on(AMOUNTS, row.code, row.valid_to + DAY) is not row
    check_figure(row, AMOUNTS)


def test_every_figure_that_a_rule_reads_is_a_row() -> None:
    assert {row.code for row in AMOUNTS} == set(FigureCode)


@pytest.mark.parametrize(
    ("code", "number", "valid_from", "field"),
    [
        (FigureCode.PAYMENT_DAYS, "45", "2026-12-01", "valid_from"),
        (FigureCode.PAYMENT_DAYS, "30.5", "2000-01-01", "number"),
        (FigureCode.LOW_TENDER, "100.01", "2000-01-01", "number"),
        (FigureCode.LOW_TENDER, "12.5", "2000-01-01", None),
        (FigureCode.INTEREST_POINTS, "8.5", "2000-01-01", None),
    ],
)
def test_what_a_figure_may_be(code: FigureCode, number: str, valid_from: str, field: str | None) -> None:
    start = dt.date.fromisoformat(valid_from)
    end = None if start.year == 2026 else start
    row = LegalFigure(code=code, number=Decimal(number), valid_from=start, valid_to=end)
    if field is None:
        check_figure(row, AMOUNTS)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_figure(row, AMOUNTS)
    assert refusal.value.field == field


def _amounts_on(day: dt.date, row: LegalDelay, law: Sequence[LegalDelay]) -> list[int]:
    """What the law asks between two steps on a day, in the case of a row."""
    procedure = row.procedure or ProcedureCode.ADAPTED
    found = delays_in_force(law, procedure, day, {row.condition} - {DelayCondition.ORDINARY})
    return [delay.amount for delay in found if (delay.after, delay.step) == (row.after, row.step)]


@pytest.mark.parametrize("row", named(WAITS))
def test_a_delay_is_asked_from_its_first_day_and_gives_way_to_the_one_that_follows(row: LegalDelay) -> None:
    """Changed from 2030 on: the day before, the old one; the day itself, the new one."""
    change = dt.date(2030, 1, 1)
    old = LegalDelay(**{**_values(row), "valid_to": change - DAY})
    new = LegalDelay(**{**_values(row), "amount": row.amount + 1, "valid_from": change})
    others = [
        other for other in WAITS if (other.procedure, other.after, other.step) != (row.procedure, row.after, row.step)
    ]
    law = [*others, old, new]
    assert _amounts_on(row.valid_from - DAY, row, law) == []
    assert _amounts_on(row.valid_from, row, law) == _amounts_on(change - DAY, row, law) == [row.amount]
    assert _amounts_on(change, row, law) == [row.amount + 1]


def _values(row: LegalDelay) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in LegalDelay.__table__.columns}
