"""Where a contract's file stands and what may follow: need, procedure, award, notification, end; or abandoned."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.contracts import Contract, ContractEnding, ContractHolder, ContractState, GroupKind, StepState, Technique
from models.procurement import StepCode
from models.suppliers import Supplier

_S = ContractState
TRANSITIONS: Mapping[ContractState, tuple[ContractState, ...]] = {
    _S.NEED: (_S.PROCEDURE, _S.ABANDONED),
    _S.PROCEDURE: (_S.AWARDED, _S.ABANDONED),
    _S.AWARDED: (_S.RUNNING, _S.ABANDONED),
    _S.RUNNING: (_S.ENDED,),
    _S.ENDED: (),
    _S.ABANDONED: (_S.NEED,),
}
ANOTHER_STATE = N_("The file has come to another state meanwhile: here it is now.")


def enter(contract: Contract, state: ContractState) -> None:
    """Brings a file to a state that may follow. Raises RuleViolation."""
    if state not in TRANSITIONS[contract.state]:
        raise RuleViolation(ANOTHER_STATE)
    contract.state = state


def award(
    contract: Contract,
    holders: Sequence[Supplier],
    *,
    awarded_on: dt.date,
    amount: Decimal | None = None,
    tenders_received: int | None = None,
    group_kind: GroupKind | None = None,
    is_entered: bool = False,
) -> None:
    """Awards a contract: who holds it (the lead of a group first), for how much. Nothing given changes nothing.

    `mdo.tenders.award` asks the rules of the award; with `is_entered` the file need not have been launched here.
    Raises RuleViolation without a holder, or when the file stands elsewhere.
    """
    if not holders:
        raise RuleViolation(N_("Choose who holds the contract."), field="holder")
    if is_entered:
        contract.state = ContractState.AWARDED
    else:
        enter(contract, ContractState.AWARDED)
    set_holders(contract, holders, group_kind)
    contract.awarded_on = awarded_on
    if amount is not None:
        contract.amount_excl_tax = amount
    if tenders_received is not None:
        contract.tenders_received = tenders_received


def take_back(contract: Contract) -> None:
    """Takes an award back before the signature, to judge again or award to the next tender (R2144-7).

    Its holders, its day and its amount go, but the amount of an accord-cadre, which is the file's; a step that says
    that the letters left waits for new ones. Raises RuleViolation when the file stands elsewhere, or is signed.
    """
    if contract.state is not ContractState.AWARDED or contract.lots:
        raise RuleViolation(ANOTHER_STATE)
    if contract.signed_on is not None:
        raise RuleViolation(
            N_("Signed on %(day)s: the award is not taken back any more. If it was not signed, empty that day first."),
            day=contract.signed_on,
        )  # fmt: skip
    contract.state = ContractState.PROCEDURE
    set_holders(contract, (), GroupKind.NONE)
    contract.awarded_on, contract.award_reason, contract.letters_on = None, None, None
    if contract.technique is not Technique.FRAMEWORK:
        contract.amount_excl_tax = None
    for step in contract.steps:
        if step.step is StepCode.REJECTIONS and step.state is StepState.DONE:
            step.state, step.actual_on = StepState.TO_DO, None


def take_over(contract: Contract, holders: Sequence[Supplier], today: dt.date) -> None:
    """Enters a contract awarded before its file was kept here: it stands where its days say. Raises RuleViolation."""
    contract.is_taken_over = True
    award(contract, holders, awarded_on=contract.awarded_on or contract.notified_on or today, is_entered=True)
    contract.state = state_by_days(contract.notified_on, contract.ends_on, today)


def state_by_days(notified_on: dt.date | None, ends_on: dt.date | None, today: dt.date) -> ContractState:
    """Where a contract that was awarded stands by its days: notified it runs, and it is over after its last one."""
    if notified_on is None:
        return ContractState.AWARDED
    return ContractState.ENDED if ends_on is not None and ends_on < today else ContractState.RUNNING


def set_holders(contract: Contract, suppliers: Sequence[Supplier], group_kind: GroupKind | None = None) -> None:
    """Who holds a contract, in order; those who stay keep their row. Raises RuleViolation for a group of one."""
    kind = contract.group_kind if group_kind is None else group_kind
    if kind is not GroupKind.NONE and len(suppliers) == 1:
        raise RuleViolation(
            N_("A grouping has at least two members: add the others, or choose « no grouping »."), field="group_kind"
        )
    known = {holder.supplier_id: holder for holder in contract.holders}
    session, staying = object_session(contract), {supplier.id for supplier in suppliers}
    for holder in known.values():
        if session is not None and holder.supplier_id not in staying and inspect(holder).persistent:
            session.delete(holder)  # said before the flush finds an orphan: the journal has it, an undo brings it back
    contract.holders = [
        known.get(supplier.id) or ContractHolder(supplier=supplier) for supplier in dict.fromkeys(suppliers)
    ]
    for position, holder in enumerate(contract.holders, start=1):
        holder.position = position
    contract.group_kind = kind


def state_or_ending(contract: Contract) -> ContractState | ContractEnding:
    """Where a contract stands; of a procedure that ended without one, how it ended."""
    return contract.ending if contract.state is ContractState.ABANDONED and contract.ending else contract.state
