"""Days that a step and its file both say: typed on one side, they stand on the other, and one undo takes both back."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.contracts.file_days import file_day, follow_file, follow_steps, other_day
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.journal import JournalEntry
from models.procurement import ProcedureCode, StepCode
from tests.base.pages import document, save
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support.forms import post
from tests.support.prepared import prepared

S = StepCode
DAY = dt.timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY


@prepared
def contract(session):
    """A file awarded yesterday, with the steps that its file speaks of still to do."""
    row = buy.ContractFactory(
        state=ContractState.AWARDED,
        procedure=ProcedureCode.ADAPTED,
        awarded_on=YESTERDAY,
        amount_excl_tax=45000,
        firm_months=12,
    )
    for position, code in enumerate((S.NOTICE, S.AWARD, S.SIGNATURE, S.NOTIFICATION, S.START), start=1):
        buy.ProcurementStepFactory(contract=row, step=code, position=position, label=code.value, planned_on=TODAY)
    session.commit()
    return row


def by_code(contract: Contract) -> dict[StepCode, ProcurementStep]:
    return {step.step: step for step in contract.steps}


# ---- From the file ---------------------------------------------------------------------------------------------------


@pytest.mark.db
@pytest.mark.parametrize(
    ("field", "day", "code", "said", "expected"),
    [
        ("notified_on", TODAY, S.NOTIFICATION, None, TODAY),
        # A step that says a day of its own keeps it; one that said what the file said follows it.
        ("awarded_on", TODAY, S.AWARD, YESTERDAY, TODAY),
        ("awarded_on", TODAY, S.AWARD, TODAY - 5 * DAY, TODAY - 5 * DAY),
        ("awarded_on", None, S.AWARD, YESTERDAY, None),
        ("launch_on", TODAY, S.NOTICE, None, TODAY),
        ("starts_on", TOMORROW, S.START, None, None),
        ("ends_on", TODAY, S.NOTIFICATION, None, None),
    ],
)
def test_a_day_of_the_file_is_that_of_its_step(session, contract, field, day, code, said, expected) -> None:
    step = by_code(contract)[code]
    step.actual_on, step.state = said, StepState.DONE if said else StepState.TO_DO
    session.flush()
    setattr(contract, field, day)
    moved = follow_file(contract, TODAY)
    assert step.actual_on == expected
    assert step.state is (StepState.DONE if expected else StepState.TO_DO)
    assert (step in moved) == (expected != said or field == "starts_on")


@pytest.mark.db
def test_a_start_to_come_is_planned_and_a_step_set_aside_is_left(session, contract) -> None:
    steps = by_code(contract)
    steps[S.SIGNATURE].state = StepState.SET_ASIDE
    session.flush()
    contract.starts_on, contract.signed_on = TOMORROW, TODAY
    assert follow_file(contract, TODAY) == [steps[S.START]]
    assert (steps[S.START].planned_on, steps[S.START].actual_on, steps[S.SIGNATURE].actual_on) == (TOMORROW, None, None)


@pytest.mark.db
@pytest.mark.parametrize(("state", "expected"), [(ContractState.NEED, None), (ContractState.PROCEDURE, YESTERDAY)])
def test_a_launch_that_is_only_wished_for_is_no_notice_sent(session, contract, state, expected) -> None:
    notice = by_code(contract)[S.NOTICE]
    contract.state, contract.launch_on = state, YESTERDAY
    follow_file(contract, TODAY)
    assert notice.actual_on == expected
    assert file_day(notice, TODAY) is None


# ---- From the steps --------------------------------------------------------------------------------------------------


@pytest.mark.db
@pytest.mark.parametrize(
    ("code", "known", "before", "day", "expected"),
    [
        (S.NOTIFICATION, None, None, TODAY, TODAY),
        (S.NOTIFICATION, YESTERDAY, YESTERDAY, TODAY, TODAY),
        (S.NOTIFICATION, YESTERDAY, None, TODAY, YESTERDAY),  # two days, both kept
        (S.SIGNATURE, YESTERDAY, YESTERDAY, None, None),
        # The file of a contract awarded needs the day of its award.
        (S.AWARD, YESTERDAY, YESTERDAY, None, YESTERDAY),
        # A launch that was planned gives way to the day on which the notice left.
        (S.NOTICE, TOMORROW, None, TODAY, TODAY),
        (S.NOTICE, YESTERDAY, None, TODAY, YESTERDAY),
    ],
)
def test_the_day_of_a_step_is_that_of_the_file(session, contract, code, known, before, day, expected) -> None:
    name = {S.NOTICE: "launch_on", S.AWARD: "awarded_on", S.SIGNATURE: "signed_on"}.get(code, "notified_on")
    step = by_code(contract)[code]
    setattr(contract, name, known)
    step.actual_on = day
    given = follow_steps({step: before}, TODAY)
    assert getattr(contract, name) == expected
    assert bool(given) == (expected != known)
    assert other_day(step, TODAY) == (expected if expected != day else None)


# ---- On screen -------------------------------------------------------------------------------------------------------


def _typed(client, contract, step, day: str):
    page = client.get(f"/marches/show/{contract.id}?tab=plan")
    (form,) = document(page).xpath('//form[contains(@class, "plan-steps")]')
    sent = {name: value or "" for name, value in form.form_values()} | {f"s{step.id}-actual_on": day}
    return post(client, f"/marches/{contract.id}/calendrier/etapes?tab=plan", sent, follow_redirects=True)


@ON_SQLITE
def test_a_day_typed_in_the_steps_is_written_in_the_file_told_and_undone_with_it(session, client_as, contract) -> None:
    client, step = client_as("mission"), by_code(contract)[S.NOTIFICATION]
    answer = _typed(client, contract, step, "2026-11-24")
    assert "Écrit aussi dans le dossier" in answer.text
    session.rollback()
    session.expire_all()
    assert (contract.notified_on, step.actual_on, contract.state) == (TODAY, TODAY, ContractState.AWARDED)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    post(client, f"/annuler/{entry.id}", {"next": "/"})
    session.rollback()
    session.expire_all()
    assert (contract.notified_on, step.actual_on) == (None, None)


@ON_SQLITE
def test_a_day_that_the_file_cannot_say_is_refused_at_the_step(session, client_as, contract) -> None:
    client, step = client_as("mission"), by_code(contract)[S.NOTIFICATION]
    answer = _typed(client, contract, step, "2026-11-20")
    assert answer.status_code == 422
    (field,) = document(answer).xpath(f'//td[.//input[@name="s{step.id}-actual_on"]]')
    assert "23/11/2026" in field.text_content(), "the award came after it"
    session.rollback()
    session.expire_all()
    assert (contract.notified_on, step.actual_on) == (None, None)


@ON_SQLITE
def test_notifying_the_contract_does_its_steps_and_says_which(session, client_as, contract) -> None:
    client, address = client_as("mission"), f"/marches/{contract.id}/acte/notify"
    answer = save(client, address, signed_on="24/11/2026", notified_on="24/11/2026", starts_on="01/12/2026")
    page = client.get(answer.location).text
    assert "Étapes qui suivent le dossier" in page
    session.rollback()
    session.expire_all()
    steps = by_code(contract)
    assert [steps[code].actual_on for code in (S.SIGNATURE, S.NOTIFICATION, S.START)] == [TODAY, TODAY, None]
    assert steps[S.START].planned_on == dt.date(2026, 12, 1)
