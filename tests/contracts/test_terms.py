"""What a contract is worth and until when it runs, on either side of each change. Rules without a database."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.terms import Terms, initial_amount, terms_on
from models.amendments import Amendment, AmendmentGround, Renewal, RenewalDecision
from models.contracts import Contract, Technique

EVE, DAY = dt.date(2026, 3, 1), dt.date(2026, 3, 2)
FIRST_END, SECOND_END, THIRD_END = dt.date(2026, 8, 31), dt.date(2027, 8, 31), dt.date(2027, 11, 30)
RENEWED_ON = dt.date(2026, 6, 15)


def amended() -> Contract:
    """100 000 € for twelve months, renewable once; 5 000 € and three months more on 2 March, then renewed."""
    contract = Contract(
        amount_excl_tax=Decimal(100000),
        maximum_excl_tax=Decimal(150000),
        firm_months=12,
        renewals=1,
        renewal_months=12,
        ends_on=THIRD_END,
    )
    contract.amendments = [
        Amendment(
            ground=AmendmentGround.LOW_VALUE,
            amount_excl_tax=Decimal(5000),
            months=3,
            notified_on=dt.date(2026, 7, 1),
            moved_from_on=SECOND_END,
            moved_to_on=THIRD_END,
        ),
        Amendment(ground=AmendmentGround.LOW_VALUE, amount_excl_tax=Decimal("-1000.50"), months=0, notified_on=DAY),
        Amendment(ground=AmendmentGround.LOW_VALUE, amount_excl_tax=Decimal(9000), months=9),
    ]
    contract.periods = [
        Renewal(
            starts_on=dt.date(2026, 9, 1),
            ends_on=SECOND_END,
            decision=RenewalDecision.RENEWED,
            decided_on=RENEWED_ON,
        )
    ]
    return contract


@pytest.mark.parametrize(
    ("day", "amount", "maximum", "months", "ends_on"),
    [
        (EVE, "100000", "150000", 24, FIRST_END),
        (DAY, "98999.50", "148999.50", 24, FIRST_END),
        (dt.date(2026, 6, 14), "98999.50", "148999.50", 24, FIRST_END),
        (RENEWED_ON, "98999.50", "148999.50", 24, SECOND_END),
        (dt.date(2026, 6, 30), "98999.50", "148999.50", 24, SECOND_END),
        (dt.date(2026, 7, 1), "103999.50", "153999.50", 27, THIRD_END),
    ],
)
def test_a_change_counts_from_the_day_it_takes_effect(
    day: dt.date, amount: str, maximum: str, months: int, ends_on: dt.date
) -> None:
    assert terms_on(amended(), day) == Terms(Decimal(amount), Decimal(maximum), months, ends_on)


def test_what_is_not_known_stays_unknown() -> None:
    assert terms_on(Contract(renewals=0), DAY) == Terms(None, None, None, None)


@pytest.mark.parametrize(
    ("technique", "amount", "maximum", "initial"),
    [
        (Technique.NONE, 100, 150, 100),
        (Technique.FRAMEWORK, 100, 150, 150),
        (Technique.FRAMEWORK, 100, None, 100),
        (Technique.NONE, None, 150, 150),
        (Technique.NONE, None, None, None),
        (Technique.NONE, 0, None, None),
    ],
)
def test_percentages_are_taken_of_the_amount_or_of_the_maximum_of_a_framework(
    technique: Technique, amount: int | None, maximum: int | None, initial: int | None
) -> None:
    contract = Contract(technique=technique, amount_excl_tax=amount, maximum_excl_tax=maximum)
    assert initial_amount(contract) == initial
