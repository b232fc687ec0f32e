"""The award of a contract, of a file or of one lot, and what its form proposes.

Amounts are euros before tax.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mdo.contracts import states
from mdo.contracts.file_days import follow_file
from mdo.kernel.base.context import AnySession
from mdo.tenders.award_rules import check_award, decisions_of, leads_of
from mdo.tenders.ranking import Ranking, amount_after
from mdo.tenders.rules import check_under_way, final_ranking, is_award, rounds_of, tenders_of
from models.contracts import Contract, GroupKind, ProcurementStep, Technique
from models.suppliers import Supplier
from models.tenders import Tender


@dataclass(frozen=True)
class AwardProposal:
    """What the form of the award holds when it opens; nobody and no amount where two tenders come first."""

    holders: tuple[Supplier, ...]
    group_kind: GroupKind
    amount: Decimal | None
    tenders_received: int | None
    awarded_on: dt.date


def proposal_of(session: AnySession, contract: Contract, today: dt.date, tender: Tender | None = None) -> AwardProposal:
    """The award to a tender, else to the one that comes first; its amount after the last round.

    Of an accord-cadre the amount stays as the file says it: the tender prices an estimate, not what will be ordered.
    """
    tenders = tenders_of(session, contract)
    chosen = tender or _first(final_ranking(session, contract), tenders)
    decisions = [row for row in decisions_of(session, contract) if is_award(row)]
    awarded_on = decisions[-1].held_on if decisions else today
    if chosen is None:
        return AwardProposal((), contract.group_kind, None, len(tenders) or None, awarded_on)
    rounds = rounds_of(session, contract)
    amount = amount_after(chosen, rounds[-1].number if rounds else 0)
    return AwardProposal(
        (chosen.supplier, *chosen.members),
        chosen.group_kind,
        None if contract.technique is Technique.FRAMEWORK else amount,
        len(tenders),
        awarded_on,
    )


def _first(ranking: Ranking, tenders: Sequence[Tender]) -> Tender | None:
    if not ranking.criteria:
        admitted = [row for row in tenders if row.is_admissible]
        return admitted[0] if len(admitted) == 1 else None
    return ranking.first[0].tender if ranking.is_complete and len(ranking.first) == 1 else None


def award_contract(
    session: AnySession,
    contract: Contract,
    holders: Sequence[Supplier],
    *,
    awarded_on: dt.date,
    amount: Decimal | None = None,
    tenders_received: int | None = None,
    group_kind: GroupKind | None = None,
) -> None:
    """Awards a contract, the lead of a group first: its tenders say which was retained. Raises RuleViolation."""
    with session.no_autoflush:  # the rules ask what was set since the row was read
        states.award(
            contract, holders, awarded_on=awarded_on, amount=amount, tenders_received=tenders_received,
            group_kind=group_kind,
        )  # fmt: skip
        check_award(session, contract)
        for row, is_retained in retained_by(session, contract):
            row.is_retained = is_retained


def take_award_back(session: AnySession, contract: Contract) -> None:
    """Takes the award of a contract back: none of its tenders is retained any more. Raises RuleViolation."""
    with session.no_autoflush:
        states.take_back(contract)
        for row in tenders_of(session, contract):
            row.is_retained = False


def retain(session: AnySession, tender: Tender, today: dt.date) -> Sequence[ProcurementStep]:
    """Awards the contract to a tender, as it is proposed; flushes. Raises RuleViolation.

    Returns the steps of the procedure that are done by it.
    """
    _award_to(session, tender, today)
    moved = follow_file(tender.contract, today)
    session.flush()
    return moved


def check_award_to(session: AnySession, tender: Tender, today: dt.date) -> None:
    """Raises RuleViolation when `retain` would; the caller rolls back what it tried."""
    with session.no_autoflush:
        _award_to(session, tender, today)


def _award_to(session: AnySession, tender: Tender, today: dt.date) -> None:
    contract = tender.contract
    check_under_way(contract)
    found = proposal_of(session, contract, today, tender)
    award_contract(
        session, contract, found.holders, awarded_on=found.awarded_on, amount=found.amount,
        tenders_received=found.tenders_received, group_kind=found.group_kind,
    )  # fmt: skip


def retained_by(session: AnySession, contract: Contract) -> list[tuple[Tender, bool]]:
    """The tenders that say otherwise than the holders of their contract, each with what it is to say."""
    leads = leads_of(contract)
    with session.no_autoflush:
        tenders = tenders_of(session, contract)
    found = [(row, row.supplier in leads) for row in tenders]
    return [(row, is_retained) for row, is_retained in found if row.is_retained is not is_retained]
