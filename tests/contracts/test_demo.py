"""The contracts of the demo: one in each state, around the day of the tests."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.demo.contracts import write_contracts
from mdo.demo.suppliers import write_suppliers
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
