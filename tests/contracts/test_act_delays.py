"""The last day after an act follows the rows of the table of delays, in Python as in the database."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.contracts.act_delays import TO_PUBLISH, TO_TRANSMIT, ActDelay
from mdo.contracts.publication import obligation_of
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.procurement.law import stored_law
from mdo.procurement.plan_days import latest_day
from models.contracts import Contract
from models.procurement import DelayCondition, DelayUnit, LegalDelay, ProcedureCode, StepCode
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support.open_data import awarded

pytestmark = pytest.mark.db
LAUNCHED, NOTIFIED = dt.date(2026, 9, 1), dt.date(2026, 10, 15)


def rule(session, kind: ActDelay) -> LegalDelay:
    """The only row of a delay that the reference rows hold."""
    return session.scalars(select(LegalDelay).filter_by(after=kind.after, step=kind.step)).one()


def another(row: LegalDelay, **values) -> LegalDelay:
    """A row for another case of the same delay."""
    names = ("procedure", "after", "step", "unit", "is_maximum", "condition", "counting", "article", "valid_from")
    return LegalDelay(**{**{name: getattr(row, name) for name in names}, **values})


def both(session, contract: Contract, kind: ActDelay = TO_PUBLISH) -> dt.date | None:
    """The last day after the notification, said alike by Python and by the database."""
    session.flush()
    delay = kind.of(contract, stored_law(session).delays, TODAY)
    said = None if delay is None else latest_day(contract.notified_on, delay)
    last_day = select(kind.last_day(Contract.notified_on)).where(Contract.id == contract.id)
    assert session.scalar(last_day) == said
    return said


def test_the_administrator_changes_the_delay_and_all_that_counts_follows(session, at, lines) -> None:
    contract = awarded(launch_on=LAUNCHED)
    assert both(session, contract) == dt.date(2026, 12, 15)
    rule(session, TO_PUBLISH).amount = 3
    assert both(session, contract) == dt.date(2027, 1, 15)
    assert obligation_of(contract, stored_law(session), TODAY).due_on == dt.date(2027, 1, 15)
    at(dt.date(2026, 12, 20))
    assert ("open_data_due", contract.id) in lines(kinds=["open_data_due"])
    found = Deadlines(session).page(DeadlineQuery(kinds=frozenset({"open_data_due"})), limit=50)
    assert [line.due_on for line in found] == [dt.date(2027, 1, 15)]


@pytest.mark.parametrize(("launch_on", "due_on"), [
    (dt.date(2026, 8, 31), dt.date(2026, 12, 15)), (dt.date(2026, 9, 1), dt.date(2026, 11, 14)),
])  # fmt: skip
def test_the_delay_is_that_of_the_day_of_the_launch(session, launch_on, due_on) -> None:
    row = rule(session, TO_PUBLISH)
    row.valid_to = dt.date(2026, 8, 31)
    session.add(another(row, amount=30, unit=DelayUnit.DAYS, valid_from=dt.date(2026, 9, 1)))
    assert both(session, awarded(launch_on=launch_on)) == due_on


def test_a_lot_follows_the_law_of_the_launch_of_its_file(session) -> None:
    row = rule(session, TO_PUBLISH)
    row.valid_to = dt.date(2026, 8, 31)
    session.add(another(row, amount=1, valid_from=dt.date(2026, 9, 1)))
    file = buy.ContractFactory(launch_on=dt.date(2026, 8, 1))
    assert both(session, awarded(launch_on=LAUNCHED, allotment=file, lot_number=1)) == dt.date(2026, 12, 15)


def test_a_row_of_the_procedure_goes_before_that_of_all_and_the_case_must_hold(session) -> None:
    row = rule(session, TO_PUBLISH)
    session.add(another(row, amount=4, procedure=ProcedureCode.OPEN))
    session.add(another(row, amount=1, condition=DelayCondition.URGENT))
    contract = awarded(launch_on=LAUNCHED, procedure=ProcedureCode.ADAPTED, is_urgent=False)
    assert both(session, contract) == dt.date(2026, 12, 15)
    contract.is_urgent = True
    assert both(session, contract) == dt.date(2026, 11, 15)
    contract.procedure = ProcedureCode.OPEN
    assert both(session, contract) == dt.date(2027, 2, 15)


def test_without_a_row_nothing_is_due(session, lines) -> None:
    contract = awarded(launch_on=LAUNCHED)
    session.delete(rule(session, TO_PUBLISH))
    assert both(session, contract) is None
    assert "open_data_due" not in dict(lines(kinds=["open_data_due"]))


def test_the_review_of_legality_counts_days(session) -> None:
    assert rule(session, TO_TRANSMIT).unit is DelayUnit.DAYS
    assert (TO_TRANSMIT.after, TO_TRANSMIT.step) == (StepCode.SIGNATURE, StepCode.LEGALITY)
    assert both(session, awarded(launch_on=LAUNCHED, amount_excl_tax=Decimal(300000)), TO_TRANSMIT) == dt.date(
        2026, 10, 30
    )
