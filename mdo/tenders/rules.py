"""What may be written of tenders, of how they are judged and of what the committee says."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import is_brought_back, is_set, value_replaced
from mdo.tenders.ranking import WHOLE, Ranking, ranking_of, weight_of
from models.contracts import Contract, ContractState, GroupKind
from models.procurement import ProcedureCode
from models.tenders import (
    BEST_TENDER_MARK,
    AwardCriterion,
    CommitteeAct,
    CommitteeOpinion,
    CommitteeSense,
    InadmissibleGround,
    NegotiationRound,
    Tender,
    TenderMark,
    TenderRevision,
)

# An appel d'offres is awarded « sans négociation » (L2124-2).
WITHOUT_NEGOTIATION = frozenset({ProcedureCode.OPEN, ProcedureCode.RESTRICTED})
# Candidates apply first; those admitted tender then.
TWO_ROUNDS = frozenset({ProcedureCode.RESTRICTED, ProcedureCode.NEGOTIATED, ProcedureCode.DIALOGUE})
_TO_COME = N_("This day is still to come: write it down once it has happened.")
_TOO_EARLY = N_("Launch the procedure first: tenders are received once it is under way.")
_OVER = N_("The contract is no longer in its procedure: its tenders are judged no more.")


# ---- Reading ---------------------------------------------------------------------------------------------------------


def criteria_of(session: AnySession, contract: Contract) -> Sequence[AwardCriterion]:
    """The criteria of a contract, in their order."""
    statement = select(AwardCriterion).where(AwardCriterion.contract_id == contract.id)
    return session.scalars(statement.order_by(AwardCriterion.position, AwardCriterion.id)).all()


def tenders_of(session: AnySession, contract: Contract) -> Sequence[Tender]:
    """The tenders of a contract that the reader may see, with what they are ranked by."""
    statement = (
        select(Tender)
        .where(Tender.contract_id == contract.id)
        .order_by(Tender.position, Tender.id)
        .options(
            joinedload(Tender.supplier),
            selectinload(Tender.members),
            selectinload(Tender.marks),
            selectinload(Tender.revisions).joinedload(TenderRevision.round),
        )
    )
    return session.scalars(statement).unique().all()


def rounds_of(session: AnySession, contract: Contract) -> Sequence[NegotiationRound]:
    """The rounds of negotiation, in their order."""
    statement = select(NegotiationRound).where(NegotiationRound.contract_id == contract.id)
    return session.scalars(statement.order_by(NegotiationRound.number)).all()


def opinions_of(session: AnySession, contract: Contract) -> Sequence[CommitteeOpinion]:
    """What the committee did, in the order of the days."""
    statement = select(CommitteeOpinion).where(CommitteeOpinion.contract_id == contract.id)
    return session.scalars(statement.order_by(CommitteeOpinion.held_on, CommitteeOpinion.id)).all()


def next_position(session: AnySession, contract: Contract) -> int:
    """The number of the next tender in the register of what was received."""
    last = session.scalar(select(func.max(Tender.position)).where(Tender.contract_id == contract.id))
    return (last or 0) + 1


def final_ranking(session: AnySession, contract: Contract) -> Ranking:
    """The ranking after the last round."""
    rounds = rounds_of(session, contract)
    last = rounds[-1].number if rounds else 0
    return ranking_of(criteria_of(session, contract), tenders_of(session, contract), last)


# ---- What may be written ---------------------------------------------------------------------------------------------


def check_tender(tender: Tender, today: dt.date) -> None:
    """Raises RuleViolation for a tender to a contract that takes none, or one that says two things at once."""
    if tender.contract.lots:
        raise RuleViolation(N_("This file is bought by lots: choose the lot that the tender answers."), "contract")
    if tender.contract.state is ContractState.NEED:
        raise RuleViolation(_TOO_EARLY, field="contract")
    if tender.received_at is not None and day_of(tender.received_at) > today:
        raise RuleViolation(_TO_COME, field="received_at")
    reason = (tender.inadmissible_reason or "").strip()
    if not tender.is_admissible and not reason:
        raise RuleViolation(N_("Say why it is not admissible: the reason stays in the file."), "inadmissible_reason")
    if tender.is_admissible and (reason or tender.inadmissible_ground is not None) and tender.regularised_on is None:
        raise RuleViolation(N_("An admissible tender has no reason of exclusion: choose."), field="inadmissible_reason")
    _check_grouping(tender)
    if tender.low_asked_on is not None and tender.low_asked_on > today:
        raise RuleViolation(_TO_COME, field="low_asked_on")
    if (tender.low_answer or "").strip() and tender.low_asked_on is None:
        raise RuleViolation(N_("Give the day on which the explanation was asked."), field="low_asked_on")
    if tender.inadmissible_ground is InadmissibleGround.LOW and tender.low_asked_on is None:
        raise RuleViolation(
            N_("A tender is rejected as abnormally low once its justification was asked (L2152-6): give that day."),
            field="low_asked_on",
        )
    is_judged = is_set(tender, ("inadmissible_ground", "low_answer")) and not is_brought_back(tender)
    if tender.inadmissible_ground is InadmissibleGround.LOW and is_judged and not (tender.low_answer or "").strip():
        raise RuleViolation(
            N_("A tender is rejected as abnormally low on what its supplier answered (R2152-3, R2152-4): write it, or "
               "that nothing came in the time that was given."),
            field="low_answer",
        )  # fmt: skip
    if tender.is_retained and not tender.is_admissible:
        raise RuleViolation(N_("This tender was retained: it cannot be left out any more."), field="is_admissible")


def check_only_tender(session: AnySession, tender: Tender) -> None:
    """Raises RuleViolation for a second tender of the same firm on a contract."""
    with session.no_autoflush:
        others = select(Tender.id).where(Tender.contract_id == tender.contract.id, Tender.id != tender.id)
        found = session.scalar(others.where(Tender.supplier_id == tender.supplier.id))
    if found is not None:
        raise RuleViolation(
            N_("%(name)s already has a tender for this contract: correct that one, or choose another supplier."),
            field="supplier",
            name=str(tender.supplier),
        )


def _check_grouping(tender: Tender) -> None:
    kind = tender.group_kind or GroupKind.NONE  # the column's own default comes at the flush only
    if tender.supplier in tender.members:
        raise RuleViolation(N_("The lead of the grouping is not among its other members."), field="members")
    if tender.members and kind is GroupKind.NONE:
        raise RuleViolation(N_("Say whether the grouping is joint or solidary."), field="group_kind")
    if kind is not GroupKind.NONE and not tender.members:
        raise RuleViolation(
            N_("A grouping has at least two members: add the others, or choose « no grouping »."), field="members"
        )


def check_as_judged(tender: Tender) -> None:
    """Raises RuleViolation for what ranks a tender, once its contract is awarded: letters say what the report said."""
    is_over = tender.contract.state in AWARDED_STATES and inspect(tender).persistent and not is_brought_back(tender)
    if is_over and is_set(tender, ("amount_excl_tax", "is_admissible", "supplier")):
        raise RuleViolation(
            N_("The contract was awarded on the tenders as they stood: take the award back first to correct what ranks "
               "them.")
        )  # fmt: skip


def check_tender_kept(tender: Tender) -> None:
    """Raises RuleViolation for the tender to which its contract was awarded: it is not deleted."""
    if tender.is_retained and tender.contract.state in AWARDED_STATES:
        raise RuleViolation(N_("The contract was awarded to this tender: it stays in the file."))


def check_criteria(criteria: Sequence[AwardCriterion]) -> None:
    """Raises RuleViolation for criteria of one name, without weight, or that weigh more than all."""
    names = [row.name.strip().casefold() for row in criteria]
    if len(set(names)) < len(names):
        raise RuleViolation(N_("Two criteria bear the same name: rename one."))
    if any(row.weight <= 0 for row in criteria):
        raise RuleViolation(N_("Each criterion weighs more than nothing: correct its weight, or empty its line."))
    if weight_of(criteria) > WHOLE:
        raise RuleViolation(N_("The weights make more than 100: correct them."))
    if sum(row.is_price for row in criteria) > 1:
        raise RuleViolation(N_("One criterion alone is marked by the formula of the price."))


def check_mark(mark: TenderMark, tender: Tender, criterion: AwardCriterion) -> None:
    """Raises RuleViolation for a mark out of 0 to 20, one that the formula gives, or once it is too late."""
    if not 0 <= mark.mark <= BEST_TENDER_MARK or mark.mark != round(mark.mark, 2):
        raise RuleViolation(N_("Give a mark from 0 to 20, two decimals at most."), field="mark")
    if tender.contract_id != criterion.contract_id or criterion.is_price:
        raise RuleViolation(N_("This criterion is not marked here."))
    if not tender.is_admissible:
        raise RuleViolation(N_("A tender that is not admissible is not marked."))
    check_under_way(tender.contract)


def check_under_way(contract: Contract) -> None:
    """Raises RuleViolation when tenders are not judged now."""
    if contract.state is ContractState.NEED:
        raise RuleViolation(_TOO_EARLY)
    if contract.state is not ContractState.PROCEDURE:
        raise RuleViolation(_OVER)


def may_negotiate(contract: Contract) -> bool:
    """Whether the procedure allows rounds of negotiation."""
    return contract.procedure is not None and contract.procedure not in WITHOUT_NEGOTIATION


def check_round(
    number: int, held_on: dt.date, contract: Contract, rounds: Iterable[NegotiationRound], today: dt.date
) -> None:
    """Raises RuleViolation where the procedure forbids to negotiate, or when the days go backwards."""
    check_under_way(contract)
    if not may_negotiate(contract):
        raise RuleViolation(
            N_("An appel d’offres is awarded without negotiation (L2124-2): ask for clarifications only."), "held_on"
        )
    if held_on > today:
        raise RuleViolation(_TO_COME, field="held_on")
    others = [row for row in rounds if row.number != number]
    before = [row for row in others if row.number < number]
    if before and held_on < before[-1].held_on:
        raise RuleViolation(
            N_("The round before was held on %(day)s: give a later day."), field="held_on", day=before[-1].held_on
        )
    after = [row for row in others if row.number > number]
    if after and held_on > after[0].held_on:
        raise RuleViolation(
            N_("The next round was held on %(day)s: give an earlier day."), field="held_on", day=after[0].held_on
        )


def check_round_removal(held: NegotiationRound, contract: Contract, rounds: Sequence[NegotiationRound]) -> None:
    """Raises RuleViolation once the contract is awarded, or for a round that another one follows."""
    check_under_way(contract)
    if held.number != rounds[-1].number:
        raise RuleViolation(N_("Another round follows this one: delete the last one first."))


def asks_committee(contract: Contract) -> bool:
    """Whether the tender committee (CAO) awards this contract, as its procedure says."""
    return contract.template is not None and contract.template.needs_committee


def check_opinion(opinion: CommitteeOpinion, contract: Contract, today: dt.date) -> None:
    """Raises RuleViolation for a sitting to come, or an award where the CAO only gives an opinion."""
    if opinion.held_on > today:
        raise RuleViolation(_TO_COME, field="held_on")
    if opinion.kind is CommitteeAct.AWARD and not asks_committee(contract):
        raise RuleViolation(
            N_("On this procedure the CAO gives an opinion: it awards the formal procedures only."), field="kind"
        )


def check_opinion_kept(session: AnySession, opinion: CommitteeOpinion, *, is_deleted: bool) -> None:
    """Raises RuleViolation when the award of a contract would rest on no decision of the committee any more.

    Read on the row as it was changed; nothing is said of a contract that had no such decision to begin with.
    """
    contract = opinion.contract
    if contract.state not in AWARDED_STATES or not asks_committee(contract):
        return
    with session.no_autoflush:
        others = [row for row in opinions_of(session, contract) if row is not opinion]
    before = {name: value_replaced(opinion, name) for name in ("kind", "sense")}
    was_award = before == {"kind": CommitteeAct.AWARD, "sense": CommitteeSense.FAVOURABLE}
    if was_award and (is_deleted or not is_award(opinion)) and not any(is_award(row) for row in others):
        raise RuleViolation(
            N_("The contract was awarded on this decision (L1414-2 CGCT): it stays in the file."), field="sense"
        )


def is_award(opinion: CommitteeOpinion) -> bool:
    """Whether the committee awarded the contract."""
    return opinion.kind is CommitteeAct.AWARD and opinion.sense is CommitteeSense.FAVOURABLE
