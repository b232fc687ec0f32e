"""Needs of one family over twelve months, against the threshold valid on that day."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from mdo.procurement.splitting import Splitting, needs_among, needs_of_family, splitting_of
from mdo.reference.procurement import THRESHOLDS
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode, Threshold
from tests.support import TODAY
from tests.support import procurement as buy

ROWS = tuple(Threshold(**row.values) for row in THRESHOLDS)


def need(amount: int, day: str, procedure: ProcedureCode | None = None) -> Contract:
    return Contract(estimate_excl_tax=Decimal(amount), launch_on=dt.date.fromisoformat(day), procedure=procedure)


def found(*contracts: Contract, about: int = -1, months: int = 12) -> Splitting | None:
    return splitting_of(needs_among(contracts, TODAY), contracts[about], ROWS, months)


@pytest.mark.parametrize("about", [0, 1])
def test_two_needs_under_the_threshold_that_pass_it_together_are_named(about: int) -> None:
    march, october = need(35_000, "2026-03-15"), need(30_000, "2026-10-15")
    splitting = found(march, october, about=about)
    assert splitting is not None
    assert (splitting.total, splitting.threshold.amount_excl_tax) == (65_000, 60_000)
    assert [item.contract for item in splitting.needs] == [march, october]


@pytest.mark.parametrize(
    ("contracts", "threshold"),
    [
        ((need(25_000, "2026-01-10"), need(25_000, "2026-03-31")), 40_000),
        ((need(25_000, "2026-01-10"), need(25_000, "2026-04-01")), None),
        ((need(20_000, "2026-01-10"), need(19_999, "2026-03-31")), None),
        ((need(20_000, "2026-01-10"), need(20_000, "2026-03-31")), 40_000),
        # Twelve sliding months: the same day a year later is out of them.
        ((need(35_000, "2025-11-01"), need(35_000, "2026-10-31")), 60_000),
        ((need(35_000, "2025-11-01"), need(35_000, "2026-11-01")), None),
        # One need alone is not split; needs that followed the procedure of their total are not either.
        ((need(70_000, "2026-11-01"),), None),
        ((need(50_000, "2026-05-01", ProcedureCode.ADAPTED), need(50_000, "2026-06-01", ProcedureCode.ADAPTED)), None),
        ((need(150_000, "2026-05-01"), need(70_000, "2026-06-01")), 216_000),
    ],
)
def test_the_sum_is_held_against_the_threshold_of_its_day(
    contracts: tuple[Contract, ...], threshold: int | None
) -> None:
    splitting = found(*contracts)
    assert (splitting.threshold.amount_excl_tax if splitting else None) == threshold


@pytest.mark.parametrize(
    ("months", "day", "is_split"), [(6, "2026-10-31", True), (6, "2026-11-01", False), (7, "2026-11-01", True)]
)
def test_needs_are_added_up_over_the_months_of_the_figure(months: int, day: str, is_split: bool) -> None:
    splitting = found(need(35_000, "2026-05-01"), need(35_000, day), months=months)
    assert (splitting is not None) is is_split


def test_files_that_count_once_or_no_more_are_left_out(session: Session) -> None:
    family, other = buy.PurchaseFamilyFactory(), buy.PurchaseFamilyFactory()
    file = buy.ContractFactory(family=family, estimate_excl_tax=Decimal(10_000))
    buy.ContractFactory(family=family, allotment=file, lot_number=1, estimate_excl_tax=Decimal(12_000))
    framework = buy.ContractFactory(family=family, estimate_excl_tax=Decimal(20_000))
    buy.ContractFactory(family=family, framework=framework)
    buy.ContractFactory(family=family, state=ContractState.ABANDONED)
    buy.ContractFactory(family=other)
    needs = needs_of_family(session, file, TODAY)
    assert [(item.contract, item.amount) for item in needs] == [(file, 12_000), (framework, 20_000)]
