"""When a contract enters « Mes échéances »: its notice, its end; and what takes it off."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.contracts.dates import decide_by
from models.contracts import Contract, ContractState
from models.deadlines import DeadlineRule
from models.procurement import ProcedureCode
from tests.support import procurement as make
from tests.support.rows import day

pytestmark = pytest.mark.db
S = ContractState


def a_running_contract(**values) -> Contract:
    common = {"state": S.RUNNING, "procedure": ProcedureCode.DIRECT, "notified_on": dt.date(2025, 1, 1)}
    return make.ContractFactory(**common | values)


@pytest.mark.parametrize(
    ("on", "values", "listed"),
    [
        # Three months' notice before 31/08/2027: to decide by 31/05/2027, said from 60 days before.
        ("01/04/2027", {}, True),
        ("31/03/2027", {}, False),
        ("31/05/2027", {}, True),
        ("01/06/2027", {}, True),  # late
        ("31/08/2027", {}, True),
        ("01/09/2027", {}, False),  # over: nothing to decide any more
        ("31/05/2027", {"notice_months": None}, False),
        ("31/05/2027", {"notice_months": 0}, False),
        ("31/05/2027", {"state": S.AWARDED}, False),
        ("31/05/2027", {"state": S.ENDED}, False),
        ("31/05/2027", {"ends_on": day("31/08/2028")}, False),  # renewed
    ],
)
def test_a_notice_is_to_be_given_in_time(session, lines, at, on, values, listed) -> None:
    contract = a_running_contract(**{"ends_on": day("31/08/2027"), "notice_months": 3} | values)
    at(day(on))
    found = lines(kinds=["contract_notice"])
    assert found == ([("contract_notice", contract.id)] if listed else [])


def test_the_day_to_decide_by_is_that_of_the_page() -> None:
    contract = Contract(state=S.RUNNING, ends_on=day("31/08/2027"), notice_months=3)
    assert decide_by(contract) == day("31/05/2027")
    contract.notice_months = None
    assert decide_by(contract) is None


@pytest.mark.parametrize(
    ("on", "days", "listed"),
    [
        ("16/12/2026", 30, True),
        ("15/12/2026", 30, False),
        ("16/11/2026", 30, False),
        ("16/11/2026", 60, True),  # the rule moved from 30 to 60 days brings it in on that day
        ("15/11/2026", 60, False),
        ("16/01/2027", 30, True),  # over and not ended: late
    ],
)
def test_the_rule_moves_the_end_of_a_contract_into_the_list(session, lines, at, on, days, listed) -> None:
    contract = a_running_contract(ends_on=day("15/01/2027"))
    rule = session.scalars(select(DeadlineRule).where(DeadlineRule.kind == "contract_end")).one()
    assert rule.days_before == 30
    rule.days_before = days
    at(day(on))
    found = lines(kinds=["contract_end"])
    assert found == ([("contract_end", contract.id)] if listed else [])
