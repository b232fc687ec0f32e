"""Deliverables and invoices on a day: late or not, admitted by silence or not, and what being late costs."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.execution import deliverables, invoices
from mdo.execution.deliverables import DeliverableStatus, check_deliverable, deliverable_status
from mdo.execution.invoices import (
    InterestLaw,
    InvoiceStatus,
    check_invoice,
    complete_invoice,
    invoice_status,
    late_interest,
)
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.reference_law import FIGURES
from models.contracts import Contract, ContractState
from models.execution import Deliverable, DeliverableDecision, Invoice, InvoiceLine, with_tax
from models.procurement import FigureCode, LegalFigure
from tests.support import TODAY
from tests.support import orders as make
from tests.support.procurement import ContractHolderFactory, LegalFigureFactory, SupplierFactory
from tests.support.rows import day

D, S = DeliverableDecision, DeliverableStatus
DAY = dt.timedelta(days=1)
LAW = tuple(LegalFigure(**row.values) for row in FIGURES)
IN_FORCE = [row for row in LAW if row.code is FigureCode.PAYMENT_DAYS]


def a_deliverable(months: int = 2, **values) -> Deliverable:
    return Deliverable(contract=Contract(verification_months=months), name="Synthèse", **values)


def an_invoice(amount: str = "1000", rate: str = "20", **values) -> Invoice:
    values = {"received_on": dt.date(2026, 10, 1), "suspended_days": 0} | values
    line = InvoiceLine(amount_excl_tax=Decimal(amount), vat_rate=Decimal(rate))
    line.total_incl_tax = with_tax(line.amount_excl_tax, line.vat_rate)
    return Invoice(number="F-1", lines=[line], **({"payment_figures": IN_FORCE} | values))


@pytest.mark.parametrize(
    ("values", "on", "status"),
    [
        ({"due_on": "24/11/2026"}, "24/11/2026", S.EXPECTED),
        ({"due_on": "24/11/2026"}, "25/11/2026", S.LATE),
        ({"due_on": None}, "25/11/2026", S.EXPECTED),
        ({"received_on": "15/09/2026"}, "14/11/2026", S.TO_CHECK),
        ({"received_on": "15/09/2026"}, "15/11/2026", S.TACIT),
        # 31/12 and two months: the last day of February.
        ({"received_on": "31/12/2026"}, "27/02/2027", S.TO_CHECK),
        ({"received_on": "31/12/2026"}, "28/02/2027", S.TACIT),
        ({"received_on": "15/09/2026", "decision": D.REJECTION}, "01/12/2026", S.REJECTED),
        ({"received_on": "15/09/2026", "decision": D.ADMISSION}, "01/12/2026", S.ADMITTED),
        ({"received_on": "15/09/2026", "decision": D.REDUCTION}, "01/12/2026", S.REDUCED),
        ({"received_on": "15/09/2026", "decision": D.POSTPONEMENT}, "01/12/2026", S.POSTPONED),
    ],
)
def test_silence_admits_a_deliverable_on_the_day_the_delay_ends(values, on, status) -> None:
    read = {name: day(value) if isinstance(value, str) and "/" in value else value for name, value in values.items()}
    assert deliverable_status(a_deliverable(**read), day(on)) is status


@pytest.mark.parametrize(
    ("due", "received", "days"),
    [
        ("23/11/2026", None, 1),
        ("24/11/2026", None, 0),
        ("01/11/2026", "05/11/2026", 4),
        ("05/11/2026", "01/11/2026", 0),
        (None, None, 0),
    ],
)
def test_a_deliverable_is_late_until_it_comes(due, received, days) -> None:
    row = a_deliverable(due_on=due and day(due), received_on=received and day(received))
    assert deliverables.late_days(row, TODAY) == days


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": TODAY}, None),
        ({"received_on": TODAY + dt.timedelta(days=1)}, "received_on"),
        ({"decision": D.ADMISSION, "decided_on": TODAY}, "received_on"),
        ({"received_on": TODAY, "decision": D.ADMISSION, "decided_on": TODAY}, None),
        ({"received_on": TODAY, "decision": D.ADMISSION, "decided_on": TODAY - dt.timedelta(days=1)}, "decided_on"),
        ({"received_on": TODAY, "decision": D.ADMISSION}, "decided_on"),
        ({"received_on": TODAY, "decided_on": TODAY}, "decision"),
        ({"received_on": TODAY, "decision": D.REJECTION, "decided_on": TODAY}, "reason"),
        ({"received_on": TODAY, "decision": D.REJECTION, "decided_on": TODAY, "reason": "Rien"}, None),
        ({"received_on": TODAY, "decision": D.REDUCTION, "decided_on": TODAY, "reason": "Peu"}, "reduction_excl_tax"),
        ({"received_on": TODAY, "reduction_excl_tax": Decimal(1)}, "reduction_excl_tax"),
    ],
)
def test_a_decision_has_its_day_and_its_reason(values, field) -> None:
    try:
        check_deliverable(a_deliverable(**values), TODAY)
        refused = None
    except RuleViolation as violation:
        refused = violation.field
    assert refused == field


# ---- Invoices --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "on", "late", "status"),
    [
        ({}, "31/10/2026", 0, InvoiceStatus.RECEIVED),  # day 30
        ({}, "01/11/2026", 1, InvoiceStatus.OVERDUE),  # day 31
        ({"suspended_days": 5}, "05/11/2026", 0, InvoiceStatus.RECEIVED),
        ({"suspended_days": 5}, "06/11/2026", 1, InvoiceStatus.OVERDUE),
        ({"checked_on": dt.date(2026, 10, 2)}, "31/10/2026", 0, InvoiceStatus.CHECKED),
        ({"sent_to_payment_on": dt.date(2026, 10, 2)}, "31/10/2026", 0, InvoiceStatus.SENT),
        ({"paid_on": dt.date(2026, 10, 31)}, "24/11/2026", 0, InvoiceStatus.PAID),
        ({"paid_on": dt.date(2026, 11, 1)}, "24/11/2026", 1, InvoiceStatus.PAID_LATE),
        ({"amount": "-1000"}, "24/11/2026", 0, InvoiceStatus.RECEIVED),
    ],
)
def test_the_city_has_thirty_days_to_pay(values, on, late, status) -> None:
    invoice = an_invoice(**values)
    assert (invoices.late_days(invoice, day(on)), invoice_status(invoice, day(on))) == (late, status)


@pytest.mark.parametrize(
    ("due", "paid", "days", "rate", "interest"),
    [
        # Late from 20/06/2025 on: the rate of 01/01/2025, which stays though the half-year ends.
        ("2025-06-19", "2025-07-20", 31, "11.15", "113.64"),
        ("2025-06-19", "2025-08-19", 61, "11.15", "223.61"),
        ("2025-06-29", "2025-07-30", 31, "11.15", "113.64"),
        ("2025-06-30", "2025-07-31", 31, "10.15", "103.45"),
        ("2025-12-30", "2026-01-30", 31, "10.15", "103.45"),
        ("2025-12-31", "2026-01-31", 31, "10.00", "101.92"),
    ],
)
def test_the_rate_is_that_of_the_half_year_in_which_interest_starts(due, paid, days, rate, interest) -> None:
    rates = ((2024, 12, 18, "3.15"), (2025, 2, 5, "2.90"), (2025, 6, 11, "2.15"), (2026, 1, 1, "2.00"))
    law = InterestLaw([(dt.date(*of), Decimal(known)) for *of, known in rates], LAW)
    received = dt.date.fromisoformat(due) - dt.timedelta(days=30)
    found = late_interest(an_invoice("10000", received_on=received, paid_on=dt.date.fromisoformat(paid)), law, TODAY)
    assert (found.days, found.rate, found.interest) == (days, Decimal(rate), Decimal(interest))
    assert found.recovery == 40


def test_late_interest_is_the_rate_of_the_half_year_and_eight_points() -> None:
    rates = [(dt.date(2025, 1, 1), Decimal("3.15")), (dt.date(2026, 7, 1), Decimal("2.15"))]
    law = InterestLaw(rates, LAW)
    found = late_interest(an_invoice("10000"), law, dt.date(2026, 11, 20))
    # 12,000 € with tax, 10.15 %, 20 days of 365.
    assert (found.days, found.rate, found.interest, found.total) == (
        20,
        Decimal("10.15"),
        Decimal("66.74"),
        Decimal("106.74"),
    )
    before = late_interest(an_invoice("10000", received_on=dt.date(2026, 5, 30)), law, dt.date(2026, 11, 20))
    assert before.rate == Decimal("11.15")


def test_without_a_rate_no_interest_is_said() -> None:
    found = late_interest(an_invoice(), InterestLaw([(dt.date(2027, 1, 1), Decimal(2))], LAW), TODAY)
    assert (found.days, found.total) == (24, None)
    assert late_interest(an_invoice(), InterestLaw([], LAW), dt.date(2026, 10, 31)) is None
    assert late_interest(an_invoice("-10"), InterestLaw([(dt.date(2020, 1, 1), Decimal(2))], LAW), TODAY) is None


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (FigureCode.PAYMENT_DAYS, None),
        (FigureCode.INTEREST_POINTS, (24, None, None)),
        (FigureCode.RECOVERY, (24, Decimal("10.15"), None)),
    ],
)
def test_what_the_table_of_the_law_lacks_is_never_made_up(without, said) -> None:
    law = InterestLaw([(dt.date(2025, 1, 1), Decimal("2.15"))], [row for row in LAW if row.code is not without])
    invoice = an_invoice(payment_figures=[row for row in IN_FORCE if row.code is not without])
    found = late_interest(invoice, law, TODAY)
    assert (None if found is None else (found.days, found.rate, found.total)) == said


@pytest.mark.db
@pytest.mark.parametrize(("received_on", "last"), [("2026-11-30", "2026-12-30"), ("2026-12-01", "2027-01-15")])
def test_an_invoice_is_paid_in_the_days_of_the_law_of_its_reception(session, received_on, last) -> None:
    invoice = make.invoice_of(make.RunningContractFactory(), "1000", received_on=dt.date.fromisoformat(received_on))
    known = session.scalars(select(LegalFigure).where(LegalFigure.code == FigureCode.PAYMENT_DAYS)).one()
    known.valid_to = dt.date(2026, 11, 30)
    LegalFigureFactory(number=Decimal(45), valid_from=dt.date(2026, 12, 1), valid_to=None)
    session.commit()
    expected = dt.date.fromisoformat(last)
    assert invoices.pay_by(invoice) == session.scalar(select(invoices.PAY_BY)) == expected
    for today, status in ((expected, InvoiceStatus.RECEIVED), (expected + DAY, InvoiceStatus.OVERDUE)):
        assert invoice_status(invoice, today) is status
        assert session.scalars(select(Invoice).where(invoices.invoice_status_clause(status, today))).all() == [invoice]


@pytest.mark.db
def test_without_the_delay_of_payment_no_invoice_is_late(session) -> None:
    invoice = make.invoice_of(make.RunningContractFactory(), "1000", received_on=dt.date(2020, 1, 1))
    session.delete(session.scalars(select(LegalFigure).where(LegalFigure.code == FigureCode.PAYMENT_DAYS)).one())
    session.commit()
    assert (invoices.pay_by(invoice), invoice_status(invoice, TODAY)) == (None, InvoiceStatus.RECEIVED)
    for status in (InvoiceStatus.RECEIVED, InvoiceStatus.OVERDUE):
        found = session.scalars(select(Invoice).where(invoices.invoice_status_clause(status, TODAY))).all()
        assert bool(found) is (status is InvoiceStatus.RECEIVED)


pytest_db = pytest.mark.db


@pytest_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"checked_on": dt.date(2026, 10, 31)}, "checked_on"),
        ({"checked_on": dt.date(2026, 11, 3), "paid_on": dt.date(2026, 11, 2)}, "paid_on"),
        ({"paid_on": TODAY}, None),
        ({"paid_on": TODAY + dt.timedelta(days=1)}, "paid_on"),
        ({"received_on": TODAY + dt.timedelta(days=1)}, "received_on"),
        ({"number": "F-DEJA"}, "number"),
    ],
)
def test_an_invoice_goes_from_step_to_step_and_has_its_own_number(session, values, field) -> None:
    contract = make.RunningContractFactory()
    holder = ContractHolderFactory(contract=contract)
    make.invoice_of(contract, "10", number="F-DEJA", supplier=holder.supplier)
    make.invoice_of(contract, "10", number="F-AUTRE", supplier=SupplierFactory())
    session.flush()
    session.expire(contract)
    with session.no_autoflush:
        invoice = Invoice(**{"number": "F-AUTRE", "received_on": dt.date(2026, 11, 1)} | values, contract=contract)
        complete_invoice(invoice)
        assert invoice.supplier is holder.supplier
        try:
            check_invoice(session, invoice, TODAY)
            refused = None
        except RuleViolation as violation:
            refused = violation.field
    assert refused == field


@pytest_db
@pytest.mark.parametrize("state", [ContractState.NEED, ContractState.PROCEDURE])
def test_a_contract_that_is_not_awarded_has_no_invoice(session, state) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_invoice(session, Invoice(contract=Contract(state=state), number="F"), TODAY)
    assert refused.value.field == "contract"


@pytest_db
def test_deadlines_of_performance_come_and_go(session, lines, at) -> None:
    contract = make.RunningContractFactory()
    expected = make.DeliverableFactory(contract=contract, due_on=day("10/12/2026"))
    checked = make.DeliverableFactory(contract=contract, due_on=None, received_on=day("20/10/2026"))
    invoice = make.invoice_of(contract, "100", received_on=day("10/11/2026"))
    make.invoice_of(contract, "-100", received_on=day("10/11/2026"))
    make.invoice_of(contract, "100", received_on=day("10/11/2026"), paid_on=TODAY)
    due, tacit, pay = "deliverable_due", "deliverable_decision", "invoice_payment"

    def on(text: str) -> set[tuple[str, int]]:
        at(day(text))
        return set(lines(kinds=[due, tacit, pay]))

    assert on("18/11/2026") == set()
    assert on("19/11/2026") == {(tacit, checked.id)}  # last day to decide: 19/12, said from 30 days before
    assert on("25/11/2026") == {(tacit, checked.id), (due, expected.id)}
    assert on("30/11/2026") == {(tacit, checked.id), (due, expected.id), (pay, invoice.id)}
    assert (tacit, checked.id) in on("19/12/2026")
    assert (tacit, checked.id) not in on("20/12/2026")
    expected.received_on = invoice.paid_on = day("11/12/2026")
    session.commit()
    assert on("11/12/2026") == {(tacit, checked.id)}
