"""Days that a workbook brings to contracts: the steps of their procedures say them too, and go back with the import."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.imports.keeping.kept_lines import line_of, lines_of
from mdo.kernel.imports.keeping.stored import fingerprint, keep
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.undo import undo_as_far
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.journal import Door, JournalChange, JournalEntry
from models.procurement import ProcedureCode, StepCode, StepNeed
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support.prepared import prepared

HEADERS = ("N°", "Objet", "Lancement", "Attribution", "Signature", "Notification", "Début", "État")
LINE = ("A1", "Étude", None, "02/11/2026", "03/11/2026", "04/11/2026", "01/12/2026")
S = StepCode
NOVEMBER = {day: dt.date(2026, 11, day) for day in (2, 3, 4, 10)}
LAUNCH = dt.date(2026, 10, 1)
TO_DO = dict.fromkeys((S.NOTICE, S.AWARD, S.SIGNATURE, S.NOTIFICATION, S.START))
# The notice is left behind by the award: done on the day that the file says.
DONE = {S.NOTICE: LAUNCH, S.AWARD: NOVEMBER[2], S.SIGNATURE: NOVEMBER[3], S.NOTIFICATION: NOVEMBER[4], S.START: None}


@prepared
def contract(session: Session) -> Contract:
    """A contract in its procedure, with the five steps that its file speaks of still to do."""
    row: Contract = buy.ContractFactory(
        number="A1", title="Étude", state=ContractState.PROCEDURE, procedure=ProcedureCode.ADAPTED,
        launch_on=LAUNCH, estimate_excl_tax=Decimal(99000), amount_excl_tax=Decimal(98000),
        firm_months=12,
    )  # fmt: skip
    for position, code in enumerate(DONE, start=1):
        buy.ProcurementStepFactory(
            contract=row, step=code, position=position, label=code.value, planned_on=dt.date(2026, 11, 20)
        )
    session.commit()
    return row


def planned(session: Session, *line: Any, **options: Any) -> ImportPlan:
    row = line + (None,) * (len(HEADERS) - len(line))
    return plan(session, "contracts", workbook(HEADERS, row), today=TODAY, name="suivi.xlsx", **options)


def days(session: Session, contract: Contract) -> dict[StepCode, dt.date | None]:
    session.expire_all()
    return {step.step: step.actual_on for step in contract.steps}


def step_of(contract: Contract, code: StepCode) -> ProcurementStep:
    return next(step for step in contract.steps if step.step is code)


def last_import(session: Session) -> JournalEntry:
    entries = select(JournalEntry).where(JournalEntry.door == Door.IMPORT).order_by(JournalEntry.id.desc())
    return session.scalars(entries.limit(1)).one()


def test_the_steps_are_done_on_the_days_of_the_file_and_the_preview_says_so(session, contract) -> None:
    made = planned(session, *LINE)
    assert (states(made), list(made.errors)) == (["changed"], [])
    told = {(change.of, change.after) for change in made.lines[0].changes if change.of}
    assert told == {
        ("notice", LAUNCH), ("award", NOVEMBER[2]), ("signature", NOVEMBER[3]), ("notification", NOVEMBER[4]),
        ("start", dt.date(2026, 12, 1)),
    }  # fmt: skip
    assert days(session, contract) == TO_DO, "a preview writes nothing"
    apply(session, made)
    session.commit()
    assert days(session, contract) == DONE
    steps = {step.step: step for step in contract.steps}
    assert (steps[S.NOTIFICATION].state, steps[S.START].state) == (StepState.DONE, StepState.TO_DO)
    assert steps[S.START].planned_on == dt.date(2026, 12, 1)
    assert states(planned(session, *LINE)) == ["unchanged"]


def test_a_step_that_says_a_day_of_its_own_or_is_set_aside_keeps_it(session, contract) -> None:
    own, aside = step_of(contract, S.AWARD), step_of(contract, S.SIGNATURE)
    own.actual_on, own.state, aside.state = NOVEMBER[10], StepState.DONE, StepState.SET_ASIDE
    session.commit()
    apply(session, planned(session, *LINE))
    session.commit()
    assert days(session, contract) == {**DONE, S.AWARD: NOVEMBER[10], S.SIGNATURE: None}


def test_a_launch_follows_once_the_file_is_no_longer_a_need(session, contract) -> None:
    contract.state = ContractState.NEED
    session.commit()
    apply(session, planned(session, "A1", "Étude", "10/11/2026"))
    session.commit()
    assert days(session, contract)[S.NOTICE] is None
    apply(session, planned(session, "A1", "Étude", "10/11/2026", None, None, None, None, "procédure en cours"))
    session.commit()
    assert days(session, contract)[S.NOTICE] == NOVEMBER[10]


def test_a_line_in_error_moves_no_step(session, contract) -> None:
    made = planned(session, "A1", "Étude", None, "04/11/2026", "02/11/2026")
    assert states(made) == ["error"]
    assert places(made) == {(2, "Signature")}
    assert not [change for change in made.lines[0].changes if change.of]
    assert days(session, contract) == TO_DO
    assert not session.dirty


def test_a_workbook_that_comes_back_moves_the_steps_too(session, contract) -> None:
    contract.awarded_on = NOVEMBER[2]
    step_of(contract, S.AWARD).actual_on = NOVEMBER[2]
    step_of(contract, S.AWARD).state = StepState.DONE
    session.commit()
    data = with_cells("contracts", sent(session, "contracts"), (2, "awarded_on", NOVEMBER[10]))
    apply(session, back(session, "contracts", data))
    session.commit()
    assert days(session, contract)[S.AWARD] == NOVEMBER[10]


def test_a_kept_plan_writes_the_steps_that_it_showed_and_no_other_version_of_them(
    session: Session, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "plan"
    keep(path, planned(session, *LINE), fingerprint(session))
    (line,) = [line_of(text) for text in lines_of(path)]
    assert ("award", NOVEMBER[2]) in {(change.of, change.after) for change in line.changes}
    step = step_of(contract, S.AWARD)
    step.note = "Vu"
    session.commit()
    with pytest.raises(RuleViolation, match="changed since"):
        apply_kept(session, path)
    session.rollback()
    keep(path, planned(session, *LINE), fingerprint(session))
    apply_kept(session, path)
    session.commit()
    assert days(session, contract) == DONE


def test_one_undo_takes_back_the_file_and_its_steps(session, contract) -> None:
    apply(session, planned(session, *LINE))
    session.commit()
    entry = last_import(session)
    models = select(JournalChange.model).where(JournalChange.entry_id == entry.id)
    assert sorted(session.scalars(models)) == ["Contract", *["ProcurementStep"] * 5]
    assert undo_as_far(session, entry, TODAY).kept == ()
    session.commit()
    assert days(session, contract) == TO_DO
    assert (contract.awarded_on, step_of(contract, S.START).planned_on) == (None, dt.date(2026, 11, 20))


@pytest.mark.parametrize("touched", ["file", "step"])
def test_where_one_of_them_was_changed_since_both_stay(session, contract, touched) -> None:
    other = buy.ContractFactory(number="A2", title="Autre")
    session.commit()
    rows = ((*LINE, None), ("A2", "Autre titre", *(None,) * 6))
    apply(session, plan(session, "contracts", workbook(HEADERS, *rows), today=TODAY))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "à la main")
    if touched == "file":
        contract.notes = "Vu"
    else:
        step_of(contract, S.NOTIFICATION).note = "Vu"
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert days(session, contract) == DONE
    assert (contract.notified_on, other.title) == (NOVEMBER[4], "Autre")
    assert str(contract) in undone.kept


def test_a_holder_alone_may_be_brought_to_a_contract_without_one(session, contract) -> None:
    buy.SupplierFactory(name="Nova")
    contract.state, contract.awarded_on = ContractState.AWARDED, NOVEMBER[2]
    session.commit()
    made = plan(session, "contracts", workbook(("N°", "Objet", "Titulaire"), ("A1", "Étude", "Nova")), today=TODAY)
    apply(session, made)
    session.commit()
    session.expire_all()
    assert [row.supplier.name for row in contract.holders] == ["Nova"]


def test_a_step_that_the_file_leaves_behind_is_set_aside_and_the_preview_says_so(session, contract) -> None:
    aside = buy.ProcurementStepFactory(
        contract=contract, step=S.SOURCING, position=1, label="sourcing", presence=StepNeed.CONDITIONAL
    )
    session.commit()
    made = planned(session, *LINE)
    assert ("sourcing", StepState.SET_ASIDE) in {(change.of, change.after) for change in made.lines[0].changes}
    apply(session, made)
    session.commit()
    session.expire_all()
    assert aside.state is StepState.SET_ASIDE
