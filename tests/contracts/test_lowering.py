"""A contract is not lowered below what is used of it; what hangs on it says when it is: both sides of each limit."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.amendments.advances import is_to_take_back, remark_of_repayment
from mdo.contracts.figures import Balance
from mdo.contracts.limits import LegalLimits, limits_of
from mdo.contracts.lowering import check_lowering, check_lowering_after
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.reference_law import FIGURES
from models.amendments import Advance
from models.contracts import Contract
from models.procurement import FigureCode, LegalFigure
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import orders as make

DAY = dt.date(2026, 11, 20)
LAW = tuple(LegalFigure(**row.values) for row in FIGURES)
LIMITS = LegalLimits(LAW, DAY)


@pytest.fixture
def contract(session) -> Contract:
    """10,000 € at most, of which 8,000 € are ordered; an amendment of 1,000 € is in force."""
    contract = make.RunningContractFactory()
    make.order_of(contract, "8000")
    change.AmendmentFactory(contract=contract, signed_on=DAY, notified_on=DAY)
    session.commit()
    return contract


@pytest.mark.db
@pytest.mark.parametrize(("maximum", "field"), [("7000", None), ("6999.99", "maximum_excl_tax"), ("12000", None)])
def test_a_maximum_is_not_lowered_below_what_is_ordered(session, contract, maximum, field) -> None:
    contract.maximum_excl_tax = contract.amount_excl_tax = Decimal(maximum)
    assert refused(lambda: check_lowering(session, contract, TODAY)) == field


@pytest.mark.db
def test_a_contract_that_is_passed_may_still_be_corrected_elsewhere(session, contract) -> None:
    contract.maximum_excl_tax = Decimal(1)
    session.commit()
    contract.notes = "Vu avec la commande publique."
    check_lowering(session, contract, TODAY)


@pytest.mark.db
@pytest.mark.parametrize(("amount", "field"), [("-3000", None), ("-3000.01", "amount_excl_tax")])
def test_an_amendment_that_takes_away_leaves_what_is_ordered(session, contract, amount, field) -> None:
    row = change.AmendmentFactory.build(
        contract=contract, number=2, amount_excl_tax=Decimal(amount), signed_on=DAY, notified_on=DAY
    )
    session.add(row)
    assert refused(lambda: check_lowering_after(session, row, TODAY)) == field


@pytest.mark.db
@pytest.mark.parametrize(("ordered", "field"), [("2000", None), ("2000.01", "notified_on")])
def test_a_notification_is_taken_off_while_nothing_is_ordered_on_it(session, contract, ordered, field) -> None:
    make.order_of(contract, ordered)
    session.commit()
    (row,) = contract.amendments
    row.notified_on = None
    assert refused(lambda: check_lowering_after(session, row, TODAY)) == field


def refused(check) -> str | None:
    try:
        check()
    except RuleViolation as refusal:
        refusal.text(lambda message: message)
        return refusal.field
    return None


# ---- Advances --------------------------------------------------------------------------------------------------------


def an_advance(**values) -> Advance:
    return Advance(**{"amount_incl_tax": Decimal(1200), "rate": Decimal(10), "paid_on": DAY, **values})


@pytest.mark.parametrize(
    ("invoiced", "launch", "tone"),
    [
        ("0", "2024-12-31", "ok"),
        ("64.99", "2024-12-31", "ok"),
        ("65", "2024-12-31", "warn"),
        ("79.99", "2024-12-31", "warn"),
        ("80", "2024-12-31", "danger"),
        ("64.99", "2025-01-01", "ok"),
        ("65", "2025-01-01", "warn"),
        ("80", "2025-01-01", "warn"),
        ("99.99", "2025-01-01", "warn"),
        ("100", "2025-01-01", "danger"),
    ],
)
def test_an_advance_is_taken_back_from_65_per_cent_and_until_80_before_2025(invoiced, launch, tone) -> None:
    limits = limits_of(Contract(launch_on=dt.date.fromisoformat(launch)), LAW, TODAY)
    found = remark_of_repayment(an_advance(), Balance(ceiling=Decimal(100), invoiced=Decimal(invoiced)), limits)
    assert found is not None
    assert found.tone == tone
    assert "R2191-1" in found.words.text(lambda message: message)


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({}, True),
        ({"paid_on": None}, False),
        ({"repaid_incl_tax": Decimal("1199.99"), "repaid_on": DAY}, True),
        ({"repaid_incl_tax": Decimal(1200), "repaid_on": DAY}, False),
    ],
)
def test_nothing_is_said_of_an_advance_that_is_not_to_be_taken_back(values, is_open) -> None:
    advance = an_advance(**values)
    assert is_to_take_back(advance) is is_open
    found = remark_of_repayment(advance, Balance(ceiling=Decimal(100), invoiced=Decimal(90)), LIMITS)
    assert (found is not None) is is_open


@pytest.mark.parametrize(
    ("rate", "invoiced", "tone"), [("30.01", "1", "warn"), ("30.01", "0", "ok"), ("30", "1", "ok")]
)
def test_a_larger_advance_is_taken_back_from_the_first_invoice(rate, invoiced, tone) -> None:
    balance = Balance(ceiling=Decimal(100), invoiced=Decimal(invoiced))
    found = remark_of_repayment(an_advance(rate=Decimal(rate)), balance, LIMITS)
    assert found is not None
    assert found.tone == tone


@pytest.mark.parametrize(
    ("code", "under", "at"),
    [
        (FigureCode.REPAYMENT_START, "ok", "warn"),
        (FigureCode.REPAYMENT_END, "ok", "danger"),
    ],
)
def test_the_shares_at_which_it_is_taken_back_are_the_figures_in_force(code, under, at) -> None:
    """50 % from the day itself on, the figure before it until the day before."""
    others = [row for row in LAW if row.code is not code]
    ended = dict(next(row.values for row in FIGURES if row.code is code), valid_to=DAY - dt.timedelta(days=1))
    figures = [*others, LegalFigure(**ended), LegalFigure(code=code, number=Decimal(50), valid_from=DAY)]

    def tone(invoiced: str, day: dt.date) -> str | None:
        balance = Balance(ceiling=Decimal(100), invoiced=Decimal(invoiced))
        found = remark_of_repayment(an_advance(), balance, LegalLimits(figures, day))
        return found and found.tone

    assert (tone("49.99", DAY), tone("50", DAY)) == (under, at)
    assert tone("50", DAY - dt.timedelta(days=1)) == "ok"


def test_without_a_figure_the_page_says_that_nothing_is_checked() -> None:
    limits = LegalLimits([row for row in LAW if row.code is not FigureCode.REPAYMENT_START], DAY)
    found = remark_of_repayment(an_advance(), Balance(ceiling=Decimal(100), invoiced=Decimal(70)), limits)
    assert found is not None
    assert str(found.words) == str(limits.unknown())
