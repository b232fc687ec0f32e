"""« DECP à publier » enters « Mes échéances » as the duty says, and leaves it once published."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.publication import Duty, obligation_of
from mdo.decp.publication_state import standing_of
from mdo.decp.states import OpenDataState
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.procurement.law import stored_law
from models.contracts import ContractState, Technique
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support.open_data import awarded

pytestmark = pytest.mark.db
LAUNCHED = dt.date(2026, 9, 1)


def listed(lines) -> list[int]:
    return [row_id for _, row_id in lines(kinds=["open_data_due"])]


@pytest.mark.parametrize(
    ("values", "is_listed"),
    [
        ({}, True),
        ({"amount_excl_tax": Decimal(40000)}, True),
        ({"amount_excl_tax": Decimal("39999.99")}, False),
        ({"amount_excl_tax": None}, False),
        ({"amount_excl_tax": None, "maximum_excl_tax": Decimal(90000)}, True),
        ({"technique": Technique.FRAMEWORK, "maximum_excl_tax": Decimal(40000), "amount_excl_tax": Decimal(1)}, True),
        ({"published_on": dt.date(2026, 11, 2)}, False),
        ({"notified_on": None, "state": ContractState.AWARDED}, False),
        ({"launch_on": None}, True),
    ],
)
def test_a_contract_is_listed_as_the_duty_says(session, lines, values, is_listed) -> None:
    contract = awarded(**{"launch_on": LAUNCHED, **values})
    duty = obligation_of(contract, stored_law(session), TODAY).duty
    assert listed(lines) == ([contract.id] if is_listed else [])
    assert contract.published_on or contract.notified_on is None or (duty is Duty.DATA) == is_listed


def test_the_lots_of_one_need_are_counted_together(session, lines) -> None:
    file = buy.ContractFactory(launch_on=LAUNCHED)
    lots = [
        awarded(launch_on=LAUNCHED, allotment=file, lot_number=number, amount_excl_tax=Decimal(20000))
        for number in (1, 2)
    ]
    assert listed(lines) == [lot.id for lot in lots]
    lots[1].state, lots[1].state_reason = ContractState.ABANDONED, "Infructueux"
    lots[1].notified_on = None
    assert listed(lines) == []


@pytest.mark.parametrize(("of_file", "is_listed"), [(dt.date(2019, 12, 31), True), (dt.date(2020, 1, 1), False)])
def test_a_lot_follows_the_threshold_of_the_launch_of_its_file(session, lines, of_file, is_listed) -> None:
    file = buy.ContractFactory(launch_on=of_file)
    lot = awarded(launch_on=None, allotment=file, lot_number=1, amount_excl_tax=Decimal(30000))
    assert listed(lines) == ([lot.id] if is_listed else [])
    duty = obligation_of(lot, stored_law(session), TODAY).duty
    assert duty is (Duty.DATA if is_listed else Duty.DATA_OR_LIST)


def test_the_last_day_is_two_months_after_the_notification(session, lines, at) -> None:
    contract = awarded(launch_on=LAUNCHED)
    session.flush()
    at(dt.date(2026, 10, 16))
    assert listed(lines) == [contract.id]
    found = Deadlines(session).page(DeadlineQuery(kinds=frozenset({"open_data_due"})), limit=50)
    assert [line.due_on for line in found] == [dt.date(2026, 12, 15)]


def amendments_listed(lines) -> list[int]:
    return [row_id for _, row_id in lines(kinds=["amendment_open_data"])]


@pytest.mark.parametrize(
    ("of_contract", "values", "is_listed"),
    [
        ({}, {}, True),
        ({"published_on": dt.date(2026, 11, 2)}, {}, True),
        ({"amount_excl_tax": Decimal("39999.99")}, {}, False),
        ({}, {"notified_on": None}, False),
        ({}, {"published_on": dt.date(2026, 11, 3)}, False),
    ],
)
def test_a_modification_is_published_within_two_months_too(session, lines, of_contract, values, is_listed) -> None:
    contract = awarded(**{"launch_on": LAUNCHED, **of_contract})
    days = {"signed_on": dt.date(2026, 10, 30), "notified_on": dt.date(2026, 11, 2)}
    row = change.AmendmentFactory(contract=contract, **{**days, **values})
    assert amendments_listed(lines) == ([row.id] if is_listed else [])
    found = Deadlines(session).page(DeadlineQuery(kinds=frozenset({"amendment_open_data"})), limit=50)
    assert [line.due_on for line in found] == ([dt.date(2027, 1, 2)] if is_listed else [])


@pytest.mark.parametrize(
    ("published_on", "state"),
    [(None, OpenDataState.NEWS), (dt.date(2026, 11, 20), OpenDataState.PUBLISHED)],
)
def test_the_tab_and_the_list_agree_on_an_amendment_after_a_publication_known_by_its_day(
    session, lines, published_on, state
) -> None:
    contract = awarded(launch_on=LAUNCHED, published_on=dt.date(2026, 11, 2))
    change.AmendmentFactory(
        contract=contract, signed_on=dt.date(2026, 11, 5), notified_on=dt.date(2026, 11, 9), published_on=published_on
    )
    session.commit()
    kinds = [kind for kind, _ in lines(kinds=["amendment_open_data"])]
    assert standing_of(session, contract, TODAY).state is state
    assert bool(kinds) == (state is OpenDataState.NEWS)
