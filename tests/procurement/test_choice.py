"""The procedure that an amount imposes, the day before and the day itself of every dated threshold."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.choice import check_procedure
from mdo.procurement.law import NeedLaw
from mdo.procurement.need import procedure_for
from mdo.procurement.reference_law import THRESHOLDS, shipped_law
from mdo.procurement.thresholds import check_threshold, valid_on
from models.contracts import Contract
from models.procurement import ProcedureCode, Threshold, ThresholdCode
from tests.support import TODAY

ROWS = tuple(Threshold(**row.values) for row in THRESHOLDS)
LAW = NeedLaw(ROWS)
DIRECT, ADAPTED, OPEN = ProcedureCode.DIRECT, ProcedureCode.ADAPTED, ProcedureCode.OPEN


@pytest.mark.parametrize(
    ("amount", "day", "procedure"),
    [
        ("45000", "2026-03-15", ADAPTED),
        ("45000", "2026-03-31", ADAPTED),
        ("45000", "2026-04-01", DIRECT),
        ("39999.99", "2026-03-31", DIRECT),
        ("40000", "2026-03-31", ADAPTED),
        ("59999.99", "2026-11-24", DIRECT),
        ("60000", "2026-11-24", ADAPTED),
        ("215999", "2026-11-24", ADAPTED),
        ("215999.99", "2026-11-24", ADAPTED),
        ("216000", "2026-11-24", OPEN),
        ("213999.99", "2021-12-31", ADAPTED),
        ("214000", "2021-12-31", OPEN),
        ("214000", "2022-01-01", ADAPTED),
        ("214999.99", "2023-12-31", ADAPTED),
        ("215000", "2023-12-31", OPEN),
        ("220999.99", "2024-01-01", ADAPTED),
        ("221000", "2025-12-31", OPEN),
        ("216000", "2025-12-31", ADAPTED),
        ("216000", "2026-01-01", OPEN),
        ("216000", "2027-12-31", OPEN),
    ],
)
def test_an_amount_imposes_a_procedure_on_a_day(amount: str, day: str, procedure: ProcedureCode) -> None:
    assert procedure_for(Decimal(amount), dt.date.fromisoformat(day), ROWS).procedure is procedure


@pytest.mark.parametrize(
    ("code", "day", "amount"),
    [
        (ThresholdCode.NO_COMPETITION, "2011-12-31", None),
        (ThresholdCode.NO_COMPETITION, "2015-09-30", 15_000),
        (ThresholdCode.NO_COMPETITION, "2015-10-01", 25_000),
        (ThresholdCode.NO_COMPETITION, "2019-12-31", 25_000),
        (ThresholdCode.NO_COMPETITION, "2020-01-01", 40_000),
        (ThresholdCode.NO_COMPETITION, "2026-03-31", 40_000),
        (ThresholdCode.NO_COMPETITION, "2026-04-01", 60_000),
        (ThresholdCode.FREE_DOCUMENTS, "2026-03-31", 40_000),
        (ThresholdCode.FREE_DOCUMENTS, "2026-04-01", 60_000),
        (ThresholdCode.LEGALITY, "2025-12-31", 221_000),
        (ThresholdCode.LEGALITY, "2026-01-01", 216_000),
        (ThresholdCode.OPEN_DATA, "2019-12-31", 25_000),
        (ThresholdCode.OPEN_DATA, "2020-01-01", 40_000),
        (ThresholdCode.OPEN_DATA, "2026-04-01", 40_000),
        (ThresholdCode.FORMAL, "2027-12-31", 216_000),
        (ThresholdCode.FORMAL, "2028-01-01", None),
    ],
)
def test_a_threshold_is_valid_from_its_first_day_to_its_last(code: ThresholdCode, day: str, amount: int | None) -> None:
    found = valid_on(ROWS, code, dt.date.fromisoformat(day))
    assert (found.amount_excl_tax if found else None) == amount


@pytest.mark.parametrize("day", [dt.date(2011, 12, 31), dt.date(2028, 1, 1)])
def test_a_day_without_threshold_says_who_adds_it(day: dt.date) -> None:
    with pytest.raises(RuleViolation) as refusal:
        procedure_for(Decimal(1000), day, ROWS)
    assert (refusal.value.field, f"of {day.year} " in str(refusal.value)) == ("launch_on", True)


def test_the_rule_is_said_in_words() -> None:
    rule = str(procedure_for(Decimal("45000.50"), dt.date(2026, 11, 24), ROWS).reason.words)
    assert "45\u202f000,50 €" in rule
    assert "60\u202f000 €" in rule
    assert "R2122-8" in rule


@pytest.mark.parametrize(
    ("estimate", "chosen", "reason", "is_refused"),
    [
        ("45000", DIRECT, None, False),
        ("45000", ADAPTED, None, True),
        ("45000", ADAPTED, "  ", True),
        ("45000", ADAPTED, "Plusieurs prestataires possibles", False),
        ("216000", ADAPTED, None, True),
        ("216000", ProcedureCode.RESTRICTED, None, False),
        ("216000", ProcedureCode.NEGOTIATED, None, True),
        ("216000", ProcedureCode.SUBSEQUENT, None, False),
        (None, ADAPTED, None, False),
        ("45000", None, None, False),
    ],
)
def test_another_procedure_asks_for_a_reason(
    estimate: str | None, chosen: ProcedureCode | None, reason: str | None, is_refused: bool
) -> None:
    amount = Decimal(estimate) if estimate else None
    contract = Contract(estimate_excl_tax=amount, procedure=chosen, procedure_reason=reason, launch_on=TODAY)
    if not is_refused:
        check_procedure(contract, LAW, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_procedure(contract, LAW, TODAY)
    assert refusal.value.field == "procedure_reason"


def test_the_lots_of_a_file_count_together() -> None:
    file = Contract(estimate_excl_tax=Decimal(40000), launch_on=TODAY)
    lots = [Contract(estimate_excl_tax=Decimal(30000), lot_number=number, procedure=DIRECT) for number in (1, 2)]
    file.lots = lots
    with pytest.raises(RuleViolation):
        check_procedure(lots[0], LAW, TODAY)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_refused"),
    [
        ("2028-01-01", None, False),
        ("2027-12-31", None, True),
        ("2010-01-01", "2011-12-31", False),
        ("2010-01-01", "2012-01-01", True),
    ],
)
def test_two_thresholds_of_a_rule_share_no_day(valid_from: str, valid_to: str | None, is_refused: bool) -> None:
    row = Threshold(
        code=ThresholdCode.FORMAL,
        amount_excl_tax=Decimal(1),
        valid_from=dt.date.fromisoformat(valid_from),
        valid_to=dt.date.fromisoformat(valid_to) if valid_to else None,
    )
    if not is_refused:
        check_threshold(row, ROWS)
        return
    with pytest.raises(RuleViolation):
        check_threshold(row, ROWS)


@pytest.mark.parametrize(("maximum", "is_refused"), [(None, False), ("400000", False), ("400000.01", True)])
def test_a_lot_whose_maximum_is_not_known_follows_its_file(maximum: str | None, is_refused: bool) -> None:
    """330,000 and 70,000 make 400,000: the second may be adapted, unless the file may reach more than its lots say."""
    file = Contract(launch_on=TODAY, procedure=OPEN, maximum_excl_tax=Decimal(maximum) if maximum else None)
    lots = [
        Contract(estimate_excl_tax=Decimal(amount), lot_number=number, procedure=procedure)
        for number, (amount, procedure) in enumerate(((330_000, OPEN), (70_000, ADAPTED)), start=1)
    ]
    file.lots = lots
    if not is_refused:
        check_procedure(lots[1], shipped_law(), TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_procedure(lots[1], shipped_law(), TODAY)
    assert "maxima of the lots are not known" in str(refusal.value)
