"""Subcontracting, advances, penalties and evaluations: what may be written, and what is read when one chooses again."""

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mdo.amendments.advances import check_advance, check_penalty
from mdo.amendments.advances import remarks_of as remarks_of_advance
from mdo.amendments.subcontracting import (
    amount_on,
    check_subcontract,
    months_on,
    remarks_of,
    write_change,
    write_subcontract,
)
from mdo.contracts.limits import limits_of
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.reference_law import FIGURES
from mdo.suppliers.evaluations import check_evaluation, last_evaluations, mean_of
from models.amendments import Advance, Penalty, Subcontract, SubcontractChange
from models.contracts import Contract, ContractHolder, ContractState
from models.procurement import FigureCode, LegalFigure
from models.suppliers import Supplier
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support.statements import count_statements

NOTIFIED, END = dt.date(2026, 1, 12), dt.date(2027, 1, 31)
DAY = dt.timedelta(days=1)
LAW = tuple(LegalFigure(**row.values) for row in FIGURES)
SME_FROM = dt.date(2025, 1, 1)


def a_contract(**values: Any) -> Contract:
    given = {
        "state": ContractState.RUNNING,
        "amount_excl_tax": Decimal(50000),
        "notified_on": NOTIFIED,
        "ends_on": END,
        "allows_subcontracting": True,
    }
    contract: Contract = buy.ContractFactory(**(given | values))
    buy.ContractHolderFactory(contract=contract)
    return contract


def field_of(check: Any, *args: Any) -> str | None:
    """The field at fault, or None when it may be written."""
    session = args[0] if isinstance(args[0], Session) else None
    try:
        with session.no_autoflush if session is not None else nullcontext():  # as when a form fills a row
            check(*args)
    except RuleViolation as refusal:
        refusal.text(lambda message: message)  # every sentence finds its words
        return refusal.field or ""
    return None


def test_a_subcontract_is_as_its_last_change_notified_says() -> None:
    subcontract = Subcontract(amount_excl_tax=Decimal(5000), months=6)
    subcontract.changes = [
        SubcontractChange(number=1, notified_on=TODAY, amount_excl_tax=Decimal(6000)),
        SubcontractChange(number=2, notified_on=TODAY + DAY, months=9),
    ]
    found = [(amount_on(subcontract, day), months_on(subcontract, day)) for day in (TODAY - DAY, TODAY, TODAY + DAY)]
    assert found == [(Decimal(5000), 6), (Decimal(6000), 6), (Decimal(6000), 9)]


@pytest.mark.parametrize(
    ("amount", "field", "remarks"),
    [("29999.99", None, 0), ("30000", None, 1), ("30000.01", "amount_excl_tax", None)],
)
def test_no_more_is_subcontracted_than_the_contract_is_worth(
    session: Session, amount: str, field: str | None, remarks: int | None
) -> None:
    contract = a_contract()
    change.SubcontractFactory(contract=contract, number=1, amount_excl_tax=Decimal(20000))
    row = Subcontract(
        contract=contract, supplier=buy.SupplierFactory(), subject="Ateliers", amount_excl_tax=Decimal(amount)
    )
    session.add(row)
    assert field_of(write_subcontract, session, row, TODAY) == field
    assert row.number == 2
    if remarks is not None:
        assert len(list(remarks_of(session, contract, TODAY))) == remarks


def test_a_change_counts_in_what_is_subcontracted(session: Session) -> None:
    act = change.SubcontractFactory(contract=a_contract(), notified_on=NOTIFIED, accepted_on=NOTIFIED)
    row = SubcontractChange(subcontract=act, notified_on=TODAY, amount_excl_tax=Decimal(50000))
    assert field_of(write_change, session, row, TODAY) is None
    row.amount_excl_tax = Decimal("50000.01")
    assert field_of(write_change, session, row, TODAY) == "amount_excl_tax"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"accepted_on": TODAY, "notified_on": TODAY}, None),
        ({"accepted_on": TODAY + DAY}, "accepted_on"),
        ({"notified_on": TODAY}, "accepted_on"),
        ({"accepted_on": TODAY, "published_on": TODAY}, "published_on"),
        ({"accepted_on": TODAY - DAY, "notified_on": TODAY, "published_on": TODAY - DAY}, "published_on"),
    ],
)
def test_the_days_of_a_subcontract_follow_each_other(
    session: Session, values: dict[str, Any], field: str | None
) -> None:
    row = change.SubcontractFactory.build(contract=a_contract(), supplier=buy.SupplierFactory(), **values)
    assert field_of(check_subcontract, session, row, TODAY) == field


@pytest.mark.parametrize(
    ("values", "today", "field"),
    [
        ({}, END, None),
        ({}, END + DAY, "accepted_on"),
        ({"state": ContractState.PROCEDURE}, TODAY, "contract"),
        ({"state": ContractState.ENDED}, TODAY, None),
    ],
)
def test_only_a_contract_that_was_awarded_and_lasts_is_subcontracted(
    session: Session, values: dict[str, Any], today: dt.date, field: str | None
) -> None:
    row = change.SubcontractFactory.build(contract=a_contract(**values), supplier=buy.SupplierFactory())
    assert field_of(check_subcontract, session, row, today) == field


def test_a_holder_is_not_its_own_subcontractor(session: Session) -> None:
    contract = a_contract()
    row = change.SubcontractFactory.build(contract=contract, supplier=contract.holders[0].supplier)
    assert field_of(check_subcontract, session, row, TODAY) == "supplier"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"notified_on": NOTIFIED}, None),
        ({"notified_on": NOTIFIED - DAY}, "notified_on"),
        ({"notified_on": TODAY + DAY}, "notified_on"),
        ({"amount_excl_tax": None}, "amount_excl_tax"),
        ({"amount_excl_tax": None, "months": 3}, None),
        ({"published_on": NOTIFIED}, "published_on"),
    ],
)
def test_what_a_change_of_a_subcontract_says(session: Session, values: dict[str, Any], field: str | None) -> None:
    act = change.SubcontractFactory(contract=a_contract(), notified_on=NOTIFIED, accepted_on=NOTIFIED)
    given: dict[str, Any] = {"notified_on": TODAY, "amount_excl_tax": Decimal(6000)}
    assert field_of(write_change, session, SubcontractChange(subcontract=act, **(given | values)), TODAY) == field


PAID = {"paid_on": NOTIFIED}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"amount_incl_tax": Decimal(0)}, "amount_incl_tax"),
        (PAID, None),
        ({"paid_on": NOTIFIED - DAY}, "paid_on"),
        ({"paid_on": TODAY + DAY}, "paid_on"),
        ({**PAID, "repaid_on": TODAY, "repaid_incl_tax": Decimal(5400)}, None),
        ({**PAID, "repaid_on": TODAY, "repaid_incl_tax": Decimal("5400.01")}, "repaid_incl_tax"),
        ({**PAID, "repaid_on": TODAY}, "repaid_incl_tax"),
        ({**PAID, "repaid_incl_tax": Decimal(100)}, "repaid_on"),
        ({"repaid_on": TODAY, "repaid_incl_tax": Decimal(100)}, "paid_on"),
    ],
)
def test_an_advance_is_paid_then_taken_back(values: dict[str, Any], field: str | None) -> None:
    advance = Advance(contract=Contract(notified_on=NOTIFIED), **{"amount_incl_tax": Decimal(5400), **values})
    assert field_of(check_advance, advance, TODAY) == field


@pytest.mark.parametrize(
    ("rate", "is_sme", "remarks"),
    [
        ("4.99", False, 1),
        ("5", False, 0),
        ("30", False, 0),
        ("30.01", False, 1),
        ("9.99", True, 1),
        ("10", True, 0),
    ],
)
def test_the_rate_of_an_advance_is_within_bounds_to_be_confirmed(rate: str, is_sme: bool, remarks: int) -> None:
    assert len(said_of_a_rate(rate, is_sme=is_sme)) == remarks


def said_of_a_rate(
    rate: str, figures: Sequence[LegalFigure] = LAW, *, is_sme: bool = False, **values: Any
) -> list[str]:
    contract = Contract(holders=[ContractHolder(supplier=Supplier(name="Cabinet", is_sme=is_sme))], **values)
    limits = limits_of(contract, figures, TODAY)
    return [str(row.words) for row in remarks_of_advance(Advance(contract=contract, rate=Decimal(rate)), limits)]


@pytest.mark.parametrize(("launch_on", "remarks"), [(SME_FROM - DAY, 0), (SME_FROM, 1)])
def test_the_rate_for_an_sme_follows_the_day_of_the_launch(launch_on: dt.date, remarks: int) -> None:
    assert len(said_of_a_rate("9.99", is_sme=True, launch_on=launch_on)) == remarks


@pytest.mark.parametrize(
    ("code", "at", "past"),
    [
        (FigureCode.ADVANCE_LOWEST, "7", "6.99"),
        (FigureCode.ADVANCE_LOWEST_SME, "7", "6.99"),
        (FigureCode.ADVANCE_HIGHEST, "7", "7.01"),
    ],
)
def test_the_bounds_of_a_rate_are_the_figures_in_force(code: FigureCode, at: str, past: str) -> None:
    """Each at 7 % in place of its own figure; without a figure, nothing is said."""
    others = [row for row in LAW if row.code is not code]
    seven = [*others, LegalFigure(code=code, number=Decimal(7), valid_from=SME_FROM)]
    is_sme = code is FigureCode.ADVANCE_LOWEST_SME
    assert said_of_a_rate(at, seven, is_sme=is_sme) == []
    (words,) = said_of_a_rate(past, seven, is_sme=is_sme)
    assert "7 %" in words
    assert said_of_a_rate(past, others, is_sme=is_sme) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"amount_excl_tax": Decimal(0)}, "amount_excl_tax"),
        ({"applied_on": NOTIFIED - DAY}, "applied_on"),
        ({"applied_on": TODAY + DAY}, "applied_on"),
        ({"waived_on": TODAY}, "waiver_reason"),
        ({"waiver_reason": "Salle changée"}, "waived_on"),
        ({"waived_on": NOTIFIED, "waiver_reason": "Salle changée"}, None),
        ({"applied_on": TODAY, "waived_on": NOTIFIED, "waiver_reason": "Salle changée"}, "waived_on"),
    ],
)
def test_a_penalty_is_waived_with_a_reason(values: dict[str, Any], field: str | None) -> None:
    given = {"reason": "Retard", "amount_excl_tax": Decimal(300), "applied_on": NOTIFIED}
    penalty = Penalty(contract=Contract(notified_on=NOTIFIED), **(given | values))
    assert field_of(check_penalty, penalty, TODAY) == field


def test_who_has_a_part_in_the_contract_is_evaluated(session: Session) -> None:
    contract = a_contract()
    act = change.SubcontractFactory(contract=contract)
    for supplier, field in (
        (contract.holders[0].supplier, None),
        (act.supplier, None),
        (buy.SupplierFactory(), "supplier"),
    ):
        row = change.EvaluationFactory.build(contract=contract, supplier=supplier)
        assert field_of(check_evaluation, session, row, TODAY) == field
    late = change.EvaluationFactory.build(contract=contract, supplier=act.supplier, evaluated_on=TODAY + DAY)
    assert field_of(check_evaluation, session, late, TODAY) == "evaluated_on"


def test_the_last_evaluation_of_each_supplier_is_read_in_one_statement(session: Session) -> None:
    first, second, never = (buy.SupplierFactory() for _ in range(3))
    change.EvaluationFactory(supplier=first, evaluated_on=dt.date(2024, 5, 2), quality=1)
    change.EvaluationFactory(supplier=first, evaluated_on=dt.date(2025, 5, 2))
    change.EvaluationFactory(supplier=second, evaluated_on=dt.date(2023, 5, 2), deadlines=3)
    session.flush()
    with count_statements(session.get_bind()) as statements:
        found = last_evaluations(session, [first.id, second.id, never.id])
    assert len(statements) == 1
    assert {key: (row.mark, row.year, row.weak) for key, row in found.items()} == {
        first.id: (Decimal("3.2"), 2025, ("deadlines",)),
        second.id: (Decimal("3.4"), 2023, ()),
    }
    assert found[first.id].text(lambda message: message) == (
        "last evaluation: 3,2/4, 2025, weak points: deadlines kept"
    )
    assert last_evaluations(session, []) == {}


@pytest.mark.parametrize(("mark", "mean"), [(4, "3.4"), (1, "2.8"), (2, "3.0")])
def test_the_mean_has_one_decimal(mark: int, mean: str) -> None:
    assert mean_of(change.EvaluationFactory.build(deadlines=mark, quality=2)) == Decimal(mean)
