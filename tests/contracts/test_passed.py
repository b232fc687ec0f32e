"""What comes next in a contract: no step left behind, a late invoice first, one date counts once."""

import datetime as dt

import pytest

from mdo.contract_sheet.owed import owed_of
from mdo.contracts.coming import coming
from mdo.contracts.steps import Way, computed, recompute
from mdo.reference import load
from models.contracts import ContractState, StepState
from models.procurement import ProcedureCode, StepCode, StepNeed
from tests.base.pages import document, save
from tests.support import TODAY
from tests.support import orders as order_rows
from tests.support import procurement as buy
from tests.support.forms import post

pytestmark = pytest.mark.db
C, S = StepCode, StepState
DAY = dt.timedelta(days=1)
CODES = (C.NEED, C.SOURCING, C.NOTICE, C.AWARD, C.LEGALITY, C.NOTIFICATION, C.OPEN_DATA, C.START)


@pytest.fixture
def a_file(session):
    """A file with its steps, planned from 155 days ago on, ten days apart."""

    def of(done=(), **values):
        load(session)
        contract = buy.ContractFactory(
            **{"procedure": ProcedureCode.ADAPTED, "launch_on": None, "estimate_excl_tax": 100_000} | values
        )
        for position, code in enumerate(CODES, start=1):
            presence = StepNeed.CONDITIONAL if code in (C.SOURCING, C.LEGALITY, C.OPEN_DATA) else StepNeed.OBLIGATORY
            planned = TODAY + (10 * position - 165) * DAY
            is_done = code in done
            buy.ProcurementStepFactory(
                contract=contract,
                step=code,
                label=code.value,
                position=position,
                presence=presence,
                planned_on=planned,
                actual_on=planned if is_done else None,
                state=S.DONE if is_done else S.TO_DO,
            )
        session.commit()
        return contract

    return of


def waiting(contract) -> list[str]:
    return [item.label for item in coming(contract, TODAY)]


@pytest.mark.parametrize(
    ("values", "done", "expected"),
    [
        ({"state": ContractState.NEED}, (), [code.value for code in CODES]),
        # Those before one that is done; what is sent to the prefect and what is published are owed all the same.
        ({"state": ContractState.NEED}, (C.AWARD,), ["legality", "notification", "open_data", "start"]),
        # The award waits for the act of award, whatever was noted after it.
        ({"state": ContractState.PROCEDURE}, (C.START,), ["award", "legality", "open_data"]),
        # The file has come further than its steps.
        ({"state": ContractState.AWARDED}, (), ["legality", "notification", "open_data", "start"]),
        ({"state": ContractState.RUNNING}, (), ["legality", "open_data", "start"]),
        ({"state": ContractState.RUNNING, "starts_on": TODAY}, (), ["legality", "open_data"]),
        ({"state": ContractState.RUNNING, "starts_on": TODAY + DAY}, (), ["legality", "open_data", "start"]),
        ({"state": ContractState.RUNNING, "notified_on": TODAY}, (), ["legality", "open_data", "start"]),
        ({"state": ContractState.ENDED}, (), ["legality", "open_data"]),
        ({"state": ContractState.ABANDONED}, (), []),
    ],
)
def test_a_step_left_behind_is_neither_next_nor_late(a_file, lines, values, done, expected) -> None:
    contract = a_file(done, **values)
    assert waiting(contract) == expected
    of_file = {step.id: step.label for step in contract.steps}
    listed = [of_file[row_id] for _, row_id in lines(kinds=["step_due"])]
    assert sorted(listed) == sorted(expected)


def fields_of(answer) -> dict[str, str]:
    """What the form of the steps sends when nothing is typed in it."""
    (form,) = document(answer).xpath('//form[contains(@class, "plan-steps")]')
    return {name: value or "" for name, value in form.form_values()}


def state_of(contract) -> dict[str, tuple[str, dt.date | None]]:
    return {step.label: (step.state.value, step.actual_on) for step in contract.steps}


def test_a_step_done_closes_those_before_it_in_the_same_save(session, client_as, a_file) -> None:
    contract = a_file()
    client = client_as("mission")
    award = next(step for step in contract.steps if step.step is C.AWARD)
    answer = save(client, f"/etapes/edit/{award.id}", actual_on=TODAY.isoformat())
    assert answer.status_code == 302
    told = client.get(answer.location).get_data(as_text=True)
    session.rollback()
    session.expire_all()
    found = state_of(contract)
    assert found["need"] == ("done", None), "nobody said when"
    assert found["sourcing"] == ("set_aside", None)
    assert found["notice"] == ("done", None)
    assert found["award"] == ("done", TODAY)
    assert found["legality"][0] == found["notification"][0] == "to_do"
    assert "sourcing" in told
    assert "need" in told
    page = client.get(f"/marches/show/{contract.id}?tab=plan")
    assert "date non connue" in page.get_data(as_text=True)
    sent = fields_of(page)
    assert post(client, f"/marches/{contract.id}/calendrier/etapes", sent).status_code == 302, "it saves as it stands"


def test_the_table_of_steps_does_the_same_and_one_undo_takes_it_back(session, client_as, a_file) -> None:
    contract = a_file()
    client = client_as("mission")
    page = client.get(f"/marches/show/{contract.id}?tab=plan")
    sent = fields_of(page)
    notice = next(step for step in contract.steps if step.step is C.NOTICE)
    sent[f"s{notice.id}-actual_on"] = TODAY.isoformat()
    answer = post(client, f"/marches/{contract.id}/calendrier/etapes", sent, follow_redirects=True)
    assert answer.status_code == 200
    session.rollback()
    session.expire_all()
    assert state_of(contract)["need"][0] == "done"
    assert state_of(contract)["sourcing"][0] == "set_aside"
    undo = document(answer).xpath('//form[contains(@action, "undo") or contains(@action, "annuler")]')[0]
    post(client, undo.get("action"), {item.name: item.value or "" for item in undo.inputs if item.name})
    session.rollback()
    session.expire_all()
    assert {state for state, _ in state_of(contract).values()} == {"to_do"}


def test_a_day_typed_in_the_file_closes_what_it_leaves_behind(session, client_as, a_file) -> None:
    contract = a_file(state=ContractState.AWARDED, awarded_on=TODAY - DAY, amount_excl_tax=45000)
    client = client_as("mission")
    answer = save(client, f"/marches/edit/{contract.id}", signed_on=TODAY.isoformat(), awarded_on=TODAY.isoformat())
    assert answer.status_code == 302
    session.rollback()
    session.expire_all()
    found = state_of(contract)
    assert found["award"] == ("done", TODAY)
    assert (found["need"][0], found["sourcing"][0]) == ("done", "set_aside")


def test_a_calendar_made_late_invents_no_day_and_plans_by_what_was_done(session, client_as) -> None:
    load(session)
    contract = buy.ContractFactory(
        procedure=ProcedureCode.OPEN, state=ContractState.RUNNING, launch_on=dt.date(2026, 10, 1),
        wished_start_on=TODAY + 70 * DAY, awarded_on=TODAY - 20 * DAY, signed_on=TODAY - 2 * DAY,
        notified_on=TODAY - DAY, starts_on=TODAY + 70 * DAY, ends_on=TODAY + 400 * DAY, estimate_excl_tax=420_000,
        amount_excl_tax=400_000,
    )  # fmt: skip
    session.commit()
    post(
        client_as("mission"),
        f"/marches/{contract.id}/calendrier/etablir",
        {"way": "backward", "conditional": ["legality"]},
    )
    session.rollback()
    session.expire_all()
    steps = {step.step: step for step in contract.steps}
    said = {code: step.actual_on for code, step in steps.items() if step.actual_on is not None}
    assert said == {
        C.NOTICE: contract.launch_on, C.AWARD: contract.awarded_on, C.SIGNATURE: contract.signed_on,
        C.NOTIFICATION: contract.notified_on,
    }, "the days of the file, and no other"  # fmt: skip
    assert (steps[C.NEED].state, steps[C.NEED].planned_on) == (S.DONE, None)
    assert steps[C.REJECTIONS].state is S.TO_DO, "no letter left"
    assert steps[C.REJECTIONS].planned_on == TODAY, "they are owed, and wait for nothing"
    assert steps[C.LEGALITY].planned_on == TODAY + 13 * DAY, "15 days from the real signature"
    assert steps[C.AWARD_NOTICE].planned_on <= TODAY + 28 * DAY
    recompute(session, contract, Way.FORWARD, TODAY)
    assert steps[C.LEGALITY].planned_on <= TODAY + 13 * DAY


def test_the_calendar_is_not_late_by_what_was_left_behind(session, a_file) -> None:
    contract = a_file(state=ContractState.AWARDED, awarded_on=TODAY - 100 * DAY, wished_start_on=TODAY + 90 * DAY)
    plan = computed(session, contract, TODAY).backward
    assert plan is not None
    assert (plan.feasible, plan.late_step) == (True, None)


def test_a_late_invoice_comes_before_all_that_is_earlier(session, a_file) -> None:
    contract = a_file(
        (C.NEED,), state=ContractState.RUNNING, notified_on=TODAY - 200 * DAY, ends_on=TODAY + 90 * DAY, number="M-1"
    )
    invoice = order_rows.InvoiceFactory(contract=contract, received_on=TODAY - 40 * DAY)
    order_rows.InvoiceLineFactory(invoice=invoice)
    session.commit()
    first = coming(contract, TODAY, owed_of(session, [contract])[contract.id])[0]
    assert (first.day, first.label) == (TODAY - 10 * DAY, "Invoice to pay")
    invoice.paid_on = TODAY
    session.commit()
    labels = [item.label for item in coming(contract, TODAY, owed_of(session, [contract]).get(contract.id, ()))]
    assert "Invoice to pay" not in labels


def test_essential_data_are_due_once(session, a_file, lines) -> None:
    contract = a_file(
        (C.NOTIFICATION,), state=ContractState.RUNNING, notified_on=TODAY - 50 * DAY, amount_excl_tax=60000
    )
    kinds = [kind for kind, _ in lines(kinds=["step_due", "open_data_due"])]
    labels = [item.label for item in coming(contract, TODAY, owed_of(session, [contract])[contract.id])]
    assert kinds.count("open_data_due") == 1
    assert [kind for kind, row_id in lines(kinds=["step_due"]) if row_id in _ids(contract, C.OPEN_DATA)] == []
    assert len([label for label in labels if label in ("open_data", "Essential data to publish")]) == 1


def _ids(contract, code) -> set[int]:
    return {step.id for step in contract.steps if step.step is code}
