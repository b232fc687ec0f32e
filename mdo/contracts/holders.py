"""Who holds a contract, when an entry is corrected: the tenders, the amendments and the subcontracts agree with it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.context import AnySession
from mdo.contracts.states import set_holders
from mdo.contracts.subcontracting import subcontracts_of
from mdo.contracts.terms import AWARDED_STATES
from mdo.decp.record import holders_at
from mdo.errors import RuleViolation
from mdo.messages import N_
from models.amendments import AmendmentGround
from models.contracts import Contract, ContractHolder, GroupKind
from models.suppliers import Supplier
from models.tenders import Tender


def change_holders(
    session: AnySession, contract: Contract, suppliers: Sequence[Supplier], group_kind: GroupKind | None = None
) -> None:
    """Sets the holders; the tenders retained are those of the ones to whom the contract was awarded.

    Raises RuleViolation, field `holder`, when nobody is left, or when a tender, an amendment in force or an act of
    subcontracting says otherwise.
    """
    check_someone_holds(contract, suppliers)
    _check_amendments(contract, suppliers)
    _check_subcontracts(session, contract, suppliers)
    set_holders(contract, suppliers, group_kind)
    _retain(session, contract)


def check_someone_holds(contract: Contract, holders: Sequence[Any]) -> None:
    """Raises RuleViolation for a contract that was awarded to nobody."""
    if not holders and contract.state in AWARDED_STATES:
        raise RuleViolation(N_("A contract that was awarded has a holder: choose it."), field="holder")


def check_holder(session: AnySession, holder: ContractHolder) -> None:
    """Raises RuleViolation for a holder that is its own subcontractor."""
    _check_subcontracts(session, holder.contract, [holder.supplier])


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
    with session.no_autoflush:
        tenders = session.scalars(select(Tender).where(Tender.contract_id == contract.id)).all()
    if not any(row.is_retained for row in tenders):
        return  # awarded without judging tenders here
    first = holders_at(contract, dt.date.min)
    of_holders = [row for row in tenders if row.supplier in first]
    left_out = next((row for row in of_holders if not row.is_admissible), None)
    if left_out is not None:
        raise RuleViolation(
            N_("The tender of « %(name)s » is not admissible: correct it first, or choose another holder."),
            field="holder",
            name=str(left_out),
        )
    if not of_holders:
        raise RuleViolation(
            N_("None of these made a tender for this contract: correct the tender first, or choose another holder."),
            field="holder",
        )
    for row in tenders:
        row.is_retained = row in of_holders
