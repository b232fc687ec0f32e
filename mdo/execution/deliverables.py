"""Deliverables: whether they are late, how long the city may check them, and what its silence decides."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, not_

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.kernel.deadlines.dates import day_after, last_day_before_months
from mdo.kernel.rules.twofold import Cases, Rule
from models.contracts import Contract
from models.execution import Deliverable, DeliverableDecision

# Decisions after which the work is to be delivered again, or not at all.
NOT_ADMITTED = (DeliverableDecision.POSTPONEMENT, DeliverableDecision.REJECTION)
TACIT_SOON_DAYS = 15
# The eve of the day on which silence is admission; the contract is to be joined.
LAST_DAY_TO_DECIDE = last_day_before_months(Deliverable.received_on, Contract.verification_months)


class DeliverableStatus(StrEnum):
    """Where a deliverable stands on a day."""

    EXPECTED = "expected"
    LATE = "late"
    TO_CHECK = "to_check"
    TACIT = "tacit"
    ADMITTED = "admitted"
    REDUCED = "reduced"
    POSTPONED = "postponed"
    REJECTED = "rejected"


_OF_DECISION = {
    DeliverableDecision.ADMISSION: DeliverableStatus.ADMITTED,
    DeliverableDecision.REDUCTION: DeliverableStatus.REDUCED,
    DeliverableDecision.POSTPONEMENT: DeliverableStatus.POSTPONED,
    DeliverableDecision.REJECTION: DeliverableStatus.REJECTED,
}


def tacit_on(deliverable: Any) -> dt.date | None:
    """The day on which silence is admission (CCAG-PI, articles 28.2 and 29): decide before it.

    None for what was not received or was decided.
    """
    if deliverable.received_on is None or deliverable.decision is not None:
        return None
    return add_months(deliverable.received_on, deliverable.contract.verification_months)


def lateness(due_on: dt.date | None, received_on: dt.date | None, today: dt.date) -> int:
    """Calendar days past the due date, until the reception or until today."""
    return 0 if due_on is None else max(((received_on or today) - due_on).days, 0)


def late_days(deliverable: Any, today: dt.date) -> int:
    """How late a deliverable came, or is."""
    return lateness(deliverable.due_on, deliverable.received_on, today)


def deliverable_status(deliverable: Any, today: dt.date) -> DeliverableStatus:
    """Where the deliverable stands."""
    if deliverable.decision is not None:
        return _OF_DECISION[deliverable.decision]
    tacit = tacit_on(deliverable)
    if tacit is not None:
        return DeliverableStatus.TACIT if today >= tacit else DeliverableStatus.TO_CHECK
    return DeliverableStatus.LATE if late_days(deliverable, today) else DeliverableStatus.EXPECTED


def deliverable_status_clause(status: Any, today: dt.date) -> ColumnElement[bool]:
    """The same in SQL."""
    status = DeliverableStatus(status)
    decision = next((decision for decision, of_it in _OF_DECISION.items() if of_it is status), None)
    if decision is not None:
        return and_(Deliverable.decision.is_not(None), Deliverable.decision == decision)
    is_waiting, is_received = Deliverable.decision.is_(None), Deliverable.received_on.is_not(None)
    if status in (DeliverableStatus.TACIT, DeliverableStatus.TO_CHECK):
        is_tacit = Deliverable.contract.has(today > LAST_DAY_TO_DECIDE)
        return and_(is_waiting, is_received, is_tacit if status is DeliverableStatus.TACIT else not_(is_tacit))
    is_late = and_(Deliverable.due_on.is_not(None), Deliverable.due_on < today)
    return and_(is_waiting, not_(is_received), is_late if status is DeliverableStatus.LATE else not_(is_late))


def tacit_soon_clause(today: dt.date) -> ColumnElement[bool]:
    """Deliverables that silence will admit within some days, from today on."""
    last = today + dt.timedelta(days=TACIT_SOON_DAYS)
    is_soon = Deliverable.contract.has(and_(today <= LAST_DAY_TO_DECIDE, last >= LAST_DAY_TO_DECIDE))
    return and_(Deliverable.decision.is_(None), Deliverable.received_on.is_not(None), is_soon)


def check_deliverable(deliverable: Deliverable, today: dt.date) -> None:
    """Raises RuleViolation for days out of order, a decision without its day, a refusal without its reason."""
    received, decided = deliverable.received_on, deliverable.decided_on
    for name, day in (("received_on", received), ("verified_on", deliverable.verified_on), ("decided_on", decided)):
        if day is None:
            continue
        if day > today:
            raise RuleViolation(N_("This day is still to come: write the day on which it was done."), field=name)
        if received is None:
            raise RuleViolation(
                N_("Nothing was received yet: write the day of the reception first."), field="received_on"
            )
        if day < received:
            raise RuleViolation(
                N_("This day is before the reception of the deliverable: correct one of them."), field=name
            )
    if (deliverable.decision is None) != (decided is None):
        raise RuleViolation(
            N_("A decision has its day: fill in both, or neither."),
            field="decided_on" if decided is None else "decision",
        )
    if deliverable.decision not in (None, DeliverableDecision.ADMISSION) and not deliverable.reason:
        raise RuleViolation(N_("Write the reason: it is owed to the holder."), field="reason")
    is_reduced = deliverable.decision is DeliverableDecision.REDUCTION
    if is_reduced != bool(deliverable.reduction_excl_tax):
        raise RuleViolation(
            N_("A price reduction has its amount, which no other decision has."), field="reduction_excl_tax"
        )
    contract, order = deliverable.contract, deliverable.order
    if order is not None and contract is not None and order.contract_id != contract.id:
        raise RuleViolation(
            N_("This purchase order is of another contract: choose one of this contract."), field="order"
        )


_OF_SILENCE = (
    Deliverable.received_on,
    Deliverable.decision,
    Deliverable.contract_id,
    Contract.verification_months,
)
TACIT_ON = Rule(
    tacit_on,
    day_after(LAST_DAY_TO_DECIDE, 1),
    _OF_SILENCE,
    joins=(Deliverable.contract,),
    when=lambda row: row.decision is None,
)
STATUS = Cases(
    DeliverableStatus, deliverable_status, deliverable_status_clause, (Deliverable.due_on, *_OF_SILENCE), turns=tacit_on
)
