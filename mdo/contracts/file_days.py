"""Days that a step and the file of its contract both say: launch, award, signature, notification, start.

Typing one on either side writes it on the other, in the same journal entry; where they already say two different
days, both stay and the page tells it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect

from mdo.contracts.legal import last_day_after_signature
from mdo.contracts.passed import is_behind
from mdo.contracts.rules import check_file
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.relations import is_changed, value_before
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import StepCode, StepNeed

FILE_FIELDS: Mapping[StepCode, str] = {
    StepCode.NOTICE: "launch_on",
    StepCode.AWARD: "awarded_on",
    StepCode.REJECTIONS: "letters_on",
    StepCode.SIGNATURE: "signed_on",
    StepCode.LEGALITY: "transmitted_on",
    StepCode.NOTIFICATION: "notified_on",
    StepCode.AWARD_NOTICE: "award_notice_on",
    StepCode.START: "starts_on",
}


# Counted by the law from the signature.
AFTER_SIGNATURE = (StepCode.LEGALITY, StepCode.AWARD_NOTICE)


def day_of_file(step: ProcurementStep) -> dt.date | None:
    """The day that the file gives to a step; a launch is only wished for while the need is being defined."""
    name = FILE_FIELDS.get(step.step)
    contract = step.contract
    if name is None or (step.step is StepCode.NOTICE and contract.state is ContractState.NEED):
        return None
    day: dt.date | None = getattr(contract, name)
    return day


def file_day(step: ProcurementStep, today: dt.date) -> dt.date | None:
    """The day that the file gives to a step still to do, once it has come."""
    if step.actual_on is not None or step.state not in (StepState.TO_DO, StepState.UNDER_WAY):
        return None
    day = day_of_file(step)
    return day if day is not None and day <= today else None


def other_day(step: ProcurementStep, today: dt.date) -> dt.date | None:
    """The day of the file where the step says another one, or none yet."""
    if step.actual_on is None:
        return file_day(step, today)
    day = day_of_file(step)
    return day if day != step.actual_on else None


def take_over(contract: Contract, today: dt.date) -> int:
    """Takes as done what the file says was done, and what this leaves behind; returns how many steps."""
    taken = 0
    for step in contract.steps:
        day = file_day(step, today)
        if day is not None:
            step.actual_on, step.state = day, StepState.DONE
            taken += 1
    return taken + len(close_behind(contract, today))


# ---- What is left behind ---------------------------------------------------------------------------------------------


def closings(
    contract: Contract, today: dt.date, done: Collection[ProcurementStep] | None = None
) -> list[tuple[ProcurementStep, Mapping[str, Any]]]:
    """What the steps left behind should say, writes nothing: done, on the day that the file says if any, or set aside.

    Those alone that come before one of `done`, when it is given. A step that the procedure may do without is set aside,
    unless someone said that it was under way.
    """
    last = None if done is None else max((step.position for step in done), default=0)
    found: list[tuple[ProcurementStep, Mapping[str, Any]]] = []
    for step in contract.steps:
        if (last is not None and step.position >= last) or not is_behind(step, contract, today):
            continue
        if step.presence is StepNeed.CONDITIONAL and step.state is StepState.TO_DO:
            found.append((step, {"state": StepState.SET_ASIDE}))
        else:
            of_file = day_of_file(step)
            said = {"actual_on": of_file} if of_file is not None and of_file <= today else {}
            found.append((step, {**said, "state": StepState.DONE}))
    return found


def closing_day(step: ProcurementStep, contract: Contract, today: dt.date) -> dt.date:
    """Where a calendar puts a step left behind, whose day nobody said: as planned, at the latest with what came after.

    Nothing keeps it: the step is done on a day that is not known.
    """
    after = [
        other.actual_on for other in contract.steps if other.position > step.position and other.actual_on is not None
    ]
    said = [day for day in (contract.awarded_on, contract.notified_on, contract.starts_on) if day is not None]
    last = min([*(after or said), today])
    of_file = day_of_file(step)
    return of_file if of_file is not None and of_file <= today else min(step.planned_on or last, last)


def close_behind(
    contract: Contract, today: dt.date, done: Collection[ProcurementStep] | None = None
) -> list[ProcurementStep]:
    """Writes what `closings` says; returns the steps that it wrote."""
    found = closings(contract, today, done)
    for step, values in found:
        for name, value in values.items():
            setattr(step, name, value)
    return [step for step, _ in found]


# ---- From the file to its steps --------------------------------------------------------------------------------------


def follow_file(contract: Contract, today: dt.date) -> list[ProcurementStep]:
    """Brings to the steps the days that were just changed in the file, before they are written; those that moved.

    A step that says a day of its own keeps it. A start still to come is planned on its day. Steps left behind by
    those done are closed (`mdo.contracts.passed`).
    """
    moved = _followed_ones(contract, today)
    if moved is None:
        return []
    _set(moved)
    return [step for step, _ in moved] + close_behind(contract, today, _newly_done(moved))


def followed(contract: Contract, today: dt.date) -> list[tuple[ProcurementStep, Mapping[str, Any]]]:
    """The steps that `follow_file` would move, each with what it would then say; writes nothing."""
    moved = _followed_ones(contract, today)
    if moved is None:
        return []
    with _as_if(moved):
        return moved + closings(contract, today, _newly_done(moved))


def _newly_done(moved: Sequence[tuple[ProcurementStep, Mapping[str, Any]]]) -> list[ProcurementStep]:
    return [step for step, values in moved if values.get("state") is StepState.DONE]


@contextmanager
def _as_if(moved: Sequence[tuple[ProcurementStep, Mapping[str, Any]]]) -> Iterator[None]:
    """Steps that say these values for a moment."""
    before = [(step, {name: getattr(step, name) for name in values}) for step, values in moved]
    try:
        _set(moved)
        yield
    finally:
        _set(before)


def _set(said: Iterable[tuple[ProcurementStep, Mapping[str, Any]]]) -> None:
    for step, values in said:
        for name, value in values.items():
            setattr(step, name, value)


def _followed_ones(contract: Contract, today: dt.date) -> list[tuple[ProcurementStep, Mapping[str, Any]]] | None:
    """The steps whose own day was changed in the file; None when none of these days was."""
    if not inspect(contract).persistent:
        return None
    # Read before the steps are: what their loading writes is no change any more.
    before = {
        code: value_before(contract, name)
        for code, name in FILE_FIELDS.items()
        if is_changed(contract, (name, "state") if code is StepCode.NOTICE else (name,))
    }
    if not before:
        return None
    found = [(step, _followed(step, before[step.step], today)) for step in contract.steps if step.step in before]
    if StepCode.SIGNATURE in before:
        found += [(step, _planned(step, today)) for step in contract.steps if step.step in AFTER_SIGNATURE]
    return [(step, values) for step, values in found if values]


def _planned(step: ProcurementStep, today: dt.date) -> dict[str, Any]:
    """What the law counts from the signature is planned on its last day after the real one."""
    day = last_day_after_signature(step, today)
    is_open = step.actual_on is None and step.state in (StepState.TO_DO, StepState.UNDER_WAY)
    return {"planned_on": day} if is_open and day is not None and day != step.planned_on else {}


def _followed(step: ProcurementStep, before: dt.date | None, today: dt.date) -> dict[str, Any]:
    """What a step says otherwise once it follows the day of its file, which was `before`."""
    if step.state is StepState.SET_ASIDE or step.actual_on not in (None, before):
        return {}
    day = day_of_file(step)
    values: dict[str, Any] = {}
    has_come = day is not None and day <= today
    if has_come:
        values = {"actual_on": day, "state": StepState.DONE}
    elif step.actual_on is not None:
        values = {"actual_on": None, "state": StepState.TO_DO}
    if step.step is StepCode.START and day is not None and not has_come:
        values["planned_on"] = day
    return {name: value for name, value in values.items() if getattr(step, name) != value}


# ---- From the steps to their file ------------------------------------------------------------------------------------


def follow_steps(changed: Mapping[ProcurementStep, dt.date | None], today: dt.date) -> list[ProcurementStep]:
    """Brings to the file the days on which these steps were done, given the day that each said before; those it took.

    The file takes a day where it had none, or the one that the step said; a launch also where it was only planned. A
    day taken off a step is taken off the file, unless the file needs it where it stands.
    """
    return [step for step, before in changed.items() if step.step in FILE_FIELDS and _give(step, before, today)]


def _give(step: ProcurementStep, before: dt.date | None, today: dt.date) -> bool:
    contract, name = step.contract, FILE_FIELDS[step.step]
    known: dt.date | None = getattr(contract, name)
    is_plan = step.step is StepCode.NOTICE and (contract.state is ContractState.NEED or (known or today) > today)
    if step.actual_on == known or (known is not None and known != before and not is_plan):
        return False
    if step.actual_on is None and known is None:
        return False
    if step.actual_on is None:
        return known == before and _is_taken_off(contract, name, today)
    setattr(contract, name, step.actual_on)
    return True


def _is_taken_off(contract: Contract, name: str, today: dt.date) -> bool:
    """Whether the file may do without a day; it is then empty."""
    known = getattr(contract, name)
    setattr(contract, name, None)
    try:
        check_file(contract, today)
    except RuleViolation:
        setattr(contract, name, known)
        return False
    return True


def field_of_step(field: str | None, steps: Iterable[ProcurementStep]) -> ProcurementStep | None:
    """The step, among these, whose day is that of a field of the file."""
    return next((step for step in steps if FILE_FIELDS.get(step.step) == field), None)
