"""The sittings of the demo, and the calendar of its procedure under way: published, a few days late."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.contracts.steps import Way, establish, recompute
from mdo.procurement.counting import is_day_off, working_from
from models.accounts import User
from models.contracts import Contract, StepState
from models.procurement import ProcedureTemplate, SittingDate, SittingKind, StepCode

_BEFORE = dt.timedelta(days=52)
_MONDAY = 0


def write_steps(session: Session, today: dt.date, contract: Contract, responsible: User) -> None:
    """Plans a file whose notice was sent on its launch, and flushes; nothing without the reference procedures."""
    _write_sittings(session, today)
    launch = contract.launch_on
    if launch is None or session.scalar(select(ProcedureTemplate.id).limit(1)) is None:
        return
    establish(session, contract, frozenset(), Way.FORWARD, launch - _BEFORE)
    for step in contract.steps:
        step.responsible = responsible if step.state is not StepState.SET_ASIDE else None
        if step.step in (StepCode.NEED, StepCode.DOCUMENTS):
            step.actual_on = min(step.planned_on or launch, launch)
        elif step.step is StepCode.NOTICE:
            step.actual_on = launch
        if step.actual_on is not None:
            step.state = StepState.DONE
    recompute(session, contract, Way.FORWARD, today)


def _write_sittings(session: Session, today: dt.date) -> None:
    """The committee every third Tuesday or so, the council one Monday a month, for nine months."""
    committee = (today + dt.timedelta(days=(1 - today.weekday()) % 7 + 21 * number) for number in range(13))
    days = {(SittingKind.TENDER_COMMITTEE, working_from(day)) for day in committee}
    days |= {(SittingKind.COUNCIL, day) for day in _mondays(today)}
    session.add_all(SittingDate(kind=kind, day=day) for kind, day in sorted(days))
    session.flush()


def _mondays(today: dt.date) -> Iterator[dt.date]:
    """The third Monday of each of the nine months to come, or the Monday after when it is a day off."""
    first = today.replace(day=1)
    for _ in range(9):
        first = (first + dt.timedelta(days=32)).replace(day=1)
        day = first + dt.timedelta(days=(_MONDAY - first.weekday()) % 7 + 14)
        yield day + dt.timedelta(days=7) if is_day_off(day) else day
