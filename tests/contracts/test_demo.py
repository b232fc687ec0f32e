"""The contracts of the demo: one in each state, around the day of the tests."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.contracts.legal import LegalCheck, finding_of
from mdo.contracts.steps import computed
from mdo.demo.contracts import write_contracts
from mdo.demo.needs import write_needs
from mdo.demo.suppliers import write_suppliers
from mdo.procurement.splitting import needs_of_family, splitting_of
from mdo.procurement.thresholds import stored_thresholds
from models.contracts import Contract, ContractState
from tests.support import TODAY
from tests.support.factories import UserFactory


def test_the_demo_has_a_contract_in_each_state(session: Session) -> None:
    suppliers = write_suppliers(session)
    found = write_contracts(session, TODAY, {"mission": UserFactory()}, suppliers)
    assert {contract.state for contract in found.values()} == set(ContractState)
    assert len(suppliers) == 10
    assert len(session.scalars(select(Contract)).all()) == len(found) == 11
    assert found["framework"].ends_on == dt.date(2027, 8, 31)
    assert found["lump_sum"].ends_on == dt.date(2027, 1, 15)
    assert found["lot1"].notified_on == dt.date(2026, 10, 15)
    numbers = {key: contract.number for key, contract in found.items()}
    assert numbers["framework"] == "AMO-2025-01"
    assert numbers["lot2"] == f"{numbers['allotment']}-L2" == "AMO-2026-02-L2"


@pytest.mark.parametrize("today", ["2026-11-24", "2026-12-31", "2027-02-28", "2027-08-15"])
def test_the_demo_shows_a_need_added_up_a_late_calendar_and_one_that_holds(session: Session, today: str) -> None:
    day = dt.date.fromisoformat(today)
    users = {"mission": UserFactory()}
    known = write_contracts(session, day, users, write_suppliers(session))
    write_needs(session, day, users, known)
    split, late = session.scalars(select(Contract).order_by(Contract.id.desc()).limit(2)).all()[::-1]
    found = splitting_of(needs_of_family(session, split, day), split, stored_thresholds(session), 12)
    assert found is not None
    assert ([need.contract for need in found.needs], found.total) == ([known["awarded"], split], 64_000)
    assert not computed(session, late, day).backward.feasible
    findings = [finding_of(step, day) for step in late.steps]
    assert [item.delay.amount for item in findings if item and item.check is LegalCheck.SHORT] == [30]
    assert computed(session, known["need"], day).backward.feasible
