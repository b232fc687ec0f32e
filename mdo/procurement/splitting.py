"""The guard against « fractionnement »: needs of one homogeneous family over sliding months (R2121-1 to -7).

Judged for the whole city: what it adds up, the files of the mission and the figure known of the other directions, is
« at least ». It concludes nothing: the commande publique confirms. Over how many months is a figure of the law
(`FigureCode.NEED_MONTHS`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import add_months
from mdo.procurement.choice import value_of
from mdo.procurement.need import level_of, procedure_for
from models.contracts import Contract, ContractHolder, ContractState
from models.procurement import ProcedureCode, PurchaseFamily, Threshold


@dataclass(frozen=True)
class CountedNeed:
    """A file that counts: its amount before tax over the whole duration, its launch, the procedure it follows."""

    contract: Contract
    amount: Decimal
    day: dt.date
    procedure: ProcedureCode | None


@dataclass(frozen=True)
class Others:
    """What the other directions of the city committed in the family, before tax: known on a day, from a source."""

    amount: Decimal
    day: dt.date
    source: str


@dataclass(frozen=True)
class Splitting:
    """Needs that, added up, reach a threshold that some were launched under: at least `total`, `others` included."""

    needs: tuple[CountedNeed, ...]
    total: Decimal
    threshold: Threshold
    day: dt.date
    others: Others | None = None


def needs_of_family(session: AnySession, contract: Contract, today: dt.date) -> Sequence[CountedNeed]:
    """The files of the family of `contract`, itself included. Lots count in their file; subsequent contracts in their
    framework; an abandoned file counts no more. One that has no launch yet counts today."""
    if contract.family_id is None:
        return ()
    statement = (
        select(Contract)
        .where(
            Contract.family_id == contract.family_id,
            Contract.allotment_id.is_(None),
            Contract.framework_id.is_(None),
            Contract.state != ContractState.ABANDONED,
        )
        .options(selectinload(Contract.lots))
        .order_by(Contract.launch_on, Contract.id)
    )
    return needs_among(session.scalars(statement).all(), today)


def others_of(session: AnySession, contract: Contract) -> Others | None:
    """The figure of the other directions for the family of a file, which may be a draft; None without any."""
    family = session.get(PurchaseFamily, contract.family_id) if contract.family_id is not None else contract.family
    if family is None or not family.others_excl_tax or family.others_on is None:
        return None
    return Others(family.others_excl_tax, family.others_on, family.others_source or "")


def needs_among(contracts: Iterable[Contract], today: dt.date) -> Sequence[CountedNeed]:
    """What each of these files counts for; one without an estimate counts for nothing."""
    needs = (
        CountedNeed(contract, amount, contract.launch_on or today, contract.procedure)
        for contract in contracts
        if (amount := value_of(contract))
    )
    return tuple(sorted(needs, key=lambda need: need.day))


def splitting_of(
    needs: Sequence[CountedNeed],
    contract: Contract,
    thresholds: Iterable[Threshold],
    months: int,
    others: Others | None = None,
) -> Splitting | None:
    """The first window of so many months around a file where several needs, added up, impose more than one followed.

    Each window ends with the launch of a file, or on the day of the figure of the other directions, and is held against
    the thresholds valid on that day.
    """
    rows = tuple(thresholds)
    own = next((need for need in needs if need.contract is contract or need.contract is contract.allotment), None)
    if own is None:
        return None
    days = sorted({need.day for need in needs} | ({others.day} if others is not None else set()))
    for last in days:
        if not own.day <= last < add_months(own.day, months):
            continue
        first = add_months(last, -months)
        window = tuple(need for need in needs if first < need.day <= last)
        beside = others if others is not None and first < others.day <= last else None
        total = sum((need.amount for need in window), beside.amount if beside is not None else Decimal(0))
        imposed = procedure_for(total, last, rows)
        is_several = len(window) > 1 or beside is not None
        if is_several and any(_level(need, rows) < level_of(imposed.procedure) for need in window):
            threshold = _crossed(total, last, rows)
            if threshold is not None:
                return Splitting(window, total, threshold, last, beside)
    return None


def _level(need: CountedNeed, thresholds: Sequence[Threshold]) -> int:
    """The level that a need follows: that of its procedure, else the one its own amount imposes."""
    procedure = need.procedure or procedure_for(need.amount, need.day, thresholds).procedure
    return level_of(procedure)


def _crossed(total: Decimal, day: dt.date, thresholds: Sequence[Threshold]) -> Threshold | None:
    """The highest threshold of procedure that a total reaches on a day."""
    imposed = procedure_for(total, day, thresholds)
    if imposed.procedure is ProcedureCode.ADAPTED:
        return procedure_for(Decimal(0), day, thresholds).threshold
    return imposed.threshold if imposed.procedure is not ProcedureCode.DIRECT else None


def other_families(session: AnySession, contract: Contract) -> Sequence[Contract]:
    """The files of other families under the same CPV code, key aside: a sign that one need lives in two of them."""
    cpv = (contract.cpv or "")[:8]
    if not cpv or contract.family_id is None:
        return ()
    statement = (
        select(Contract)
        .where(
            Contract.cpv.startswith(cpv, autoescape=True),
            Contract.family_id.is_not(None),
            Contract.family_id != contract.family_id,
            Contract.allotment_id.is_(None),
            Contract.framework_id.is_(None),
            Contract.state != ContractState.ABANDONED,
        )
        .options(selectinload(Contract.family))
        .order_by(Contract.launch_on, Contract.id)
    )
    return session.scalars(statement).all()


def same_supplier(session: AnySession, contract: Contract, months: int, today: dt.date) -> Sequence[Contract]:
    """The other contracts of the last months with a holder of this one: information only."""
    holders = [holder.supplier_id for holder in contract.holders]
    if not holders:
        return ()
    day = contract.launch_on or today
    statement = (
        select(Contract)
        .where(
            Contract.id != contract.id,
            Contract.holders.any(ContractHolder.supplier_id.in_(holders)),
            Contract.notified_on > add_months(day, -months),
            Contract.notified_on <= day,
        )
        .order_by(Contract.notified_on)
    )
    return session.scalars(statement).all()
