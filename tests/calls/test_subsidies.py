"""What the law asks of a subsidy, with its days."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from mdo.calls.subsidies import Item, check_subsidy, checklist, needs_agreement, report_due
from mdo.kernel.base.errors import RuleViolation
from models.applications import Subsidy
from tests.support import TODAY

DAY = dt.date(2026, 11, 20)


def subsidy(**values: Any) -> Subsidy:
    full = {
        "amount_incl_tax": Decimal(5000),
        "given_before_incl_tax": Decimal(0),
        "is_own_initiative": True,
        "opinion_on": dt.date(2026, 11, 2),
        "deliberated_on": dt.date(2026, 11, 16),
        "are_interested_out": True,
        "is_commitment_exempt": False,
        "commitment_on": dt.date(2026, 11, 18),
    }
    return Subsidy(**{**full, **values})


@pytest.mark.parametrize(("given", "needed"), [("19000", True), ("18000", False), ("18000.01", True)])
def test_an_agreement_is_signed_over_23_000_in_the_year_and_not_at_23_000(given: str, needed: bool) -> None:
    assert needs_agreement(Decimal(5000), Decimal(given)) is needed
    items = {line.item for line in checklist(subsidy(given_before_incl_tax=Decimal(given)))}
    assert (Item.AGREEMENT in items) is needed


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (dt.date(2026, 12, 31), dt.date(2027, 6, 30)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (None, None),
    ],
)
def test_the_compte_rendu_is_due_six_months_after_the_exercise(ends: dt.date | None, due: dt.date | None) -> None:
    assert report_due(ends) == due
    row = subsidy(exercise_ends_on=ends)
    check_subsidy(row, TODAY)
    assert row.report_due_on == due


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"opinion_on": None}, "opinion_on"),
        ({"opinion_on": dt.date(2026, 11, 17)}, "opinion_on"),
        ({"is_own_initiative": False}, "is_own_initiative"),
        ({"paid_on": DAY}, None),
        ({"paid_on": DAY, "deliberated_on": None}, "deliberated_on"),
        ({"paid_on": DAY, "commitment_on": None}, "commitment_on"),
        ({"paid_on": DAY, "commitment_on": None, "is_commitment_exempt": True}, None),
        ({"paid_on": DAY, "given_before_incl_tax": Decimal(19_000)}, "agreement_on"),
        ({"paid_on": DAY, "given_before_incl_tax": Decimal(19_000), "agreement_on": DAY}, None),
        ({"paid_on": TODAY}, None),
        ({"paid_on": TODAY + dt.timedelta(days=1)}, "paid_on"),
    ],
)
def test_each_step_comes_after_those_that_the_law_puts_before(values: dict[str, Any], field: str | None) -> None:
    row = subsidy(**values)
    if field is None:
        check_subsidy(row, TODAY)
        return
    with pytest.raises(RuleViolation) as refused:
        check_subsidy(row, TODAY)
    assert refused.value.field == field


def test_the_checklist_says_what_is_left_in_order() -> None:
    done = [line.item for line in checklist(subsidy()) if line.is_done]
    assert done == [Item.INITIATIVE, Item.OPINION, Item.DELIBERATION, Item.INTERESTED, Item.COMMITMENT]
    assert [line.item for line in checklist(subsidy()) if not line.is_done] == [Item.PAYMENT, Item.REPORT]
