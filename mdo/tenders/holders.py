"""Who holds a contract, when an entry is corrected: the tenders, the amendments and the subcontracts agree with it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mdo.amendments.subcontracting import subcontracts_of
from mdo.contracts.signature import letters_left_on
from mdo.contracts.states import set_holders
from mdo.contracts.terms import AWARDED_STATES
from mdo.decp.record import holders_at
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.tenders.award_rules import check_holders_tenders, check_rank
from mdo.tenders.rules import final_ranking, tenders_of
from models.amendments import AmendmentGround
from models.contracts import Contract, ContractHolder, ContractState, GroupKind
from models.suppliers import Supplier
from models.tenders import Tender

_WITH_AWARD = N_("A holder comes with the award: give the day of the award or of the notification too.")


def change_holders(
    session: AnySession, contract: Contract, suppliers: Sequence[Supplier], group_kind: GroupKind | None = None
) -> None:
    """Sets the holders; the tenders retained are those of the ones to whom the contract was awarded.

    Raises RuleViolation, field `holder`, when nobody is left, or when a tender, an amendment in force or an act of
    subcontracting says otherwise.
    """
    check_someone_holds(contract, suppliers)
    _check_told(contract, suppliers)
    _check_amendments(contract, suppliers)
    _check_subcontracts(session, contract, suppliers)
    set_holders(contract, suppliers, group_kind)
    _retain(session, contract)


def check_someone_holds(contract: Contract, holders: Sequence[Any]) -> None:
    """Raises RuleViolation for a contract that was awarded to nobody."""
    if not holders and contract.state in AWARDED_STATES:
        raise RuleViolation(N_("A contract that was awarded has a holder: choose it."), field="holder")


def check_held(session: AnySession, contract: Contract) -> None:
    """Raises RuleViolation for a file that comes to be held without an award, or by whose tender was left out."""
    if contract.lots or all(holder.id is not None for holder in contract.holders):
        return
    if contract.state in (ContractState.NEED, ContractState.PROCEDURE):
        raise RuleViolation(_WITH_AWARD, field="holders")
    with session.no_autoflush:
        tenders = tenders_of(session, contract) if contract.id is not None else ()
    if tenders:
        check_holders_tenders([holder.supplier for holder in contract.holders], contract.group_kind, tenders)


def check_holder(session: AnySession, holder: ContractHolder) -> None:
    """Raises RuleViolation for a holder that is its own subcontractor, or whose tender may not be retained."""
    contract = holder.contract
    if contract.state in (ContractState.NEED, ContractState.PROCEDURE):
        raise RuleViolation(_WITH_AWARD, field="holder")
    _check_subcontracts(session, contract, [holder.supplier])
    if contract.state in AWARDED_STATES and not contract.lots:
        _check_retained(session, contract)


def _check_told(contract: Contract, suppliers: Sequence[Supplier]) -> None:
    """Once the letters left, another holder is another award: new letters, and a standstill of their own (R2182-1)."""
    first = contract.holders[0].supplier if contract.holders else None
    left = letters_left_on(contract) if contract.state is ContractState.AWARDED else None
    if left is not None and first is not None and first not in suppliers:
        raise RuleViolation(
            N_("The letters of %(day)s say that « %(name)s » holds the contract: take the award back, then award it to "
               "the other tender."),
            field="holder",
            day=left,
            name=first.name,
        )  # fmt: skip


def _check_amendments(contract: Contract, suppliers: Sequence[Supplier]) -> None:
    for row in contract.amendments:
        is_in_force = row.ground is AmendmentGround.NEW_HOLDER and row.notified_on is not None
        holds = any(holder.supplier is row.supplier for holder in contract.holders)
        if is_in_force and holds and row.supplier not in suppliers:
            raise RuleViolation(
                N_("« %(name)s » holds the contract by amendment %(amendment)s: empty its notification first."),
                field="holder",
                name=str(row.supplier),
                amendment=str(row),
            )


def _check_subcontracts(session: AnySession, contract: Contract, suppliers: Sequence[Supplier]) -> None:
    for row in subcontracts_of(session, contract):
        if row.supplier in suppliers:
            raise RuleViolation(
                N_("« %(name)s » is a subcontractor of this contract: a holder is not its own subcontractor."),
                field="holder",
                name=str(row.supplier),
            )


def _retain(session: AnySession, contract: Contract) -> None:
    """The letters to those not retained, and the report, follow from the tenders retained."""
    first, tenders = _check_retained(session, contract)
    for row in tenders:
        row.is_retained = row.supplier in first


def _check_retained(session: AnySession, contract: Contract) -> tuple[Sequence[Supplier], Sequence[Tender]]:
    """Those to whom the contract was awarded, and its tenders: none where it was awarded without judging any here."""
    with session.no_autoflush:
        tenders = tenders_of(session, contract)
    if not any(row.is_retained for row in tenders):
        return (), ()
    first = holders_at(contract, dt.date.min)
    check_holders_tenders(first, contract.group_kind, tenders)
    leads = first[:1] if contract.group_kind is not GroupKind.NONE else first
    with session.no_autoflush:
        check_rank(contract, leads, final_ranking(session, contract))
    return leads, tenders
