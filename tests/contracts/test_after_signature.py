"""Once signed, a contract goes to the review of legality and its award notice is sent: owed until they are noted."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contract_sheet.owed import owed_of
from mdo.contracts.file_days import follow_file
from mdo.contracts.legality import review_of, step_set_aside
from models.contracts import Contract, ContractState, StepState
from models.procurement import ProcedureCode, StepCode
from tests.base.pages import document, refusals, save
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
S = ContractState
DAY = dt.timedelta(days=1)
SIGNED = TODAY - 4 * DAY
OWED = {"contract_legality", "award_notice_due"}


@prepared
def contract(session) -> Contract:
    """A lot of 240,000 € of an appel d'offres, signed four days ago and notified today, without a calendar."""
    common = {"procedure": ProcedureCode.OPEN, "launch_on": dt.date(2026, 3, 2), "state": S.RUNNING}
    file = buy.ContractFactory(number="AOO", ends_on=TODAY + 300 * DAY, **common)
    row = buy.ContractFactory(
        number="AOO-1", allotment=file, lot_number=1, amount_excl_tax=Decimal(240000), awarded_on=TODAY - 30 * DAY,
        signed_on=SIGNED, notified_on=TODAY, starts_on=TODAY, ends_on=TODAY + 300 * DAY, **common,
    )  # fmt: skip
    session.commit()
    return row


def owed(lines) -> set[str]:
    return {code for code, _ in lines(kinds=OWED)}


def test_both_are_owed_without_a_calendar_on_the_days_of_the_law(session, contract, lines) -> None:
    assert set(lines(kinds=OWED)) == {(code, contract.id) for code in OWED}
    found = {item.label: item.day for item in owed_of(session, [contract])[contract.id]}
    assert found["Contract to transmit to the review of legality"] == SIGNED + 15 * DAY
    assert found["Award notice to send"] == SIGNED + 30 * DAY


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"transmitted_on": SIGNED}, {"award_notice_due"}),
        ({"award_notice_on": SIGNED}, {"contract_legality"}),
        ({"amount_excl_tax": Decimal(215999)}, {"award_notice_due"}),
        ({"procedure": ProcedureCode.ADAPTED}, {"contract_legality"}),
        ({"signed_on": None}, OWED),
        ({"state": S.AWARDED, "notified_on": None}, OWED),
        # Nobody wrote when it was launched: the law of the day of the signature, as its page says.
        ({"state": S.AWARDED, "notified_on": None, "allotment": None, "lot_number": None, "launch_on": None}, OWED),
        ({"state": S.AWARDED, "signed_on": None, "notified_on": None}, set()),
        ({"is_taken_over": True}, set()),
    ],
)
def test_until_it_is_done_and_where_the_law_asks_for_it(session, contract, lines, values, expected) -> None:
    for name, value in values.items():
        setattr(contract, name, value)
    session.flush()
    assert owed(lines) == expected


def test_what_a_step_of_its_file_did_is_done(session, contract, lines) -> None:
    buy.ProcurementStepFactory(
        contract=contract.allotment, step=StepCode.LEGALITY, actual_on=TODAY, state=StepState.DONE
    )  # fmt: skip
    session.flush()
    assert owed(lines) == {"award_notice_due"}
    assert step_set_aside(contract, review_of(session, contract, TODAY)) is None


def test_a_step_to_do_is_told_once_and_its_day_follows_the_signature(session, contract, lines) -> None:
    for place, code in enumerate((StepCode.SIGNATURE, StepCode.LEGALITY, StepCode.AWARD_NOTICE), start=1):
        buy.ProcurementStepFactory(contract=contract, step=code, position=place, planned_on=TODAY + 90 * DAY)
    session.flush()
    session.expire_all()
    assert "step_due" not in {
        code for code, row in lines(kinds=["step_due"]) if row in {step.id for step in contract.steps[1:]}
    }
    contract.signed_on = TODAY - DAY
    follow_file(contract, TODAY)
    assert [step.planned_on for step in contract.steps[1:]] == [TODAY + 14 * DAY, TODAY + 29 * DAY]


def test_the_page_tells_it_and_leads_to_where_it_is_noted(session, contract, client_as) -> None:
    client = client_as("mission")
    shown = client.get(f"/marches/show/{contract.id}")
    told = " ".join(document(shown).text_content().split())
    assert f"au plus tard le {SIGNED + 15 * DAY:%d/%m/%Y}" in told
    (address, *_) = document(shown).xpath('//a[contains(@href, "/acte/sent")]/@href')
    refused = save(client, address, transmitted_on=(SIGNED - DAY).isoformat())
    assert "transmitted_on" in refusals(refused)
    assert save(client, address, transmitted_on=TODAY.isoformat()).status_code in (302, 303)
    session.rollback()
    session.expire_all()
    assert contract.transmitted_on == TODAY
    assert "rien ne dit que ce soit fait" not in client.get(f"/marches/show/{contract.id}").text
