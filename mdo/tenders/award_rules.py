"""What is asked of a contract that comes to be awarded, whatever the way: tenders, rank, committee, lots.

Euros before tax.
"""

from collections.abc import Iterable, Sequence

from mdo.contracts.law_day import law_day
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import is_brought_back, is_set, value_replaced
from mdo.procurement.choice import value_of
from mdo.procurement.duties import FORMAL
from mdo.procurement.thresholds import stored_thresholds, valid_on
from mdo.tenders.ranking import Ranking
from mdo.tenders.rules import asks_committee, final_ranking, is_award, opinions_of, tenders_of
from models.contracts import Contract, ContractState, GroupKind
from models.procurement import ProcedureCode, ThresholdCode
from models.suppliers import Supplier
from models.tenders import CommitteeOpinion, InadmissibleGround, Tender

# No one else is asked, or the holders of the accord-cadre are: a quote may be kept elsewhere.
WITHOUT_TENDERS = frozenset({None, ProcedureCode.DIRECT, ProcedureCode.SUBSEQUENT})
_NO_TENDER = N_(
    "No tender is written for this contract: write those received (tab « Tenders »). If none came, end the file as "
    "unsuccessful; if it was awarded before its file was kept here, enter it as already awarded."
)
_LEFT_OUT = {
    InadmissibleGround.IRREGULAR: N_(
        "The tender of « %(who)s » is irregular and cannot be retained as it stands (L2152-2): offer to put it right "
        "to all those concerned (R2152-2), or choose another holder."
    ),
    InadmissibleGround.UNACCEPTABLE: N_(
        "The tender of « %(who)s » is unacceptable (L2152-3): choose another holder, or end the file without a "
        "contract."
    ),
    InadmissibleGround.INAPPROPRIATE: N_(
        "The tender of « %(who)s » is inappropriate (L2152-4): choose another holder, or end the file without a "
        "contract."
    ),
    InadmissibleGround.LOW: N_(
        "The tender of « %(who)s » was rejected as abnormally low (L2152-6): choose another holder."
    ),
    InadmissibleGround.LATE: N_("The tender of « %(who)s » came too late (R2151-5): choose another holder."),
    InadmissibleGround.CANDIDACY: N_("The candidacy of « %(who)s » was not admitted (R2144-7): choose another holder."),
}
_NOT_ADMISSIBLE = N_("The tender of « %(who)s » is not admissible: correct it first, or choose another holder.")
_NOT_JUSTIFIED = N_(
    "The price of « %(who)s » is suspected of being abnormally low: ask for its justification and write the answer, "
    "then judge it (L2152-6)."
)
_NO_TENDER_OF = N_("« %(who)s » made no tender for this contract: choose one that made a tender, or write it first.")


def leads_of(contract: Contract) -> list[Supplier]:
    """Those whose tender was retained: the lead of a grouping, else each of the holders."""
    holders = [holder.supplier for holder in contract.holders]
    return holders[:1] if contract.group_kind is not GroupKind.NONE else holders


def check_award(session: AnySession, contract: Contract) -> None:
    """Raises RuleViolation for a contract that comes to be awarded and may not be; asked of each way to that state."""
    if contract.state not in AWARDED_STATES or is_brought_back(contract):
        return
    if not is_set(contract, ("state",)) or value_replaced(contract, "state") in AWARDED_STATES:
        return
    with session.no_autoflush:
        if contract.is_taken_over:
            _check_taken_over(session, contract)
        elif contract.lots:
            _check_lots(contract)
        else:
            _check_tenders(session, contract)
            _check_committee(session, contract)


def _check_taken_over(session: AnySession, contract: Contract) -> None:
    if contract.id is None:
        return
    if not contract.lots and tenders_of(session, contract):
        raise RuleViolation(N_("Tenders are written for this contract: award it to one of them."), field="holder")
    day = contract.awarded_on or contract.notified_on
    if day is not None and contract.created_at is not None and day > day_of(contract.created_at):
        raise RuleViolation(
            N_("Its file was opened here on %(opened)s, before the award: write the tenders received, then award the "
               "contract."),
            field="awarded_on",
            opened=day_of(contract.created_at),
        )  # fmt: skip


def _check_lots(contract: Contract) -> None:
    left = [lot for lot in contract.lots if lot.state in (ContractState.NEED, ContractState.PROCEDURE)]
    if left:
        raise RuleViolation(
            N_("The file is awarded lot by lot, and these are still to be: lot %(lots)s. Award each, or end it as "
               "unsuccessful or without follow-up."),
            lots=", ".join(str(lot.lot_number) for lot in left),
        )  # fmt: skip
    if all(lot.state is ContractState.ABANDONED for lot in contract.lots):
        raise RuleViolation(N_("No lot was awarded: end the file without a contract, with its reason."))


def _check_tenders(session: AnySession, contract: Contract) -> None:
    tenders = tenders_of(session, contract)
    if not tenders:
        if contract.procedure not in WITHOUT_TENDERS:
            raise RuleViolation(_NO_TENDER, field="holder")
        return
    check_holders_tenders([holder.supplier for holder in contract.holders], contract.group_kind, tenders)
    check_rank(contract, leads_of(contract), final_ranking(session, contract))
    number = contract.tenders_received
    if number is not None and number < len(tenders):
        raise RuleViolation(
            N_("%(count)d tenders are written for this contract: fewer were not received."),
            field="tenders_received",
            count=len(tenders),
        )


def check_holders_tenders(holders: Sequence[Supplier], group_kind: GroupKind, tenders: Iterable[Tender]) -> None:
    """Raises RuleViolation for a holder whose tender may not be retained, or that made none."""
    made = {row.supplier: row for row in tenders}
    leads = holders[:1] if group_kind is not GroupKind.NONE else holders
    for supplier in leads:
        if supplier not in made:
            raise RuleViolation(_NO_TENDER_OF, field="holder", who=supplier.name)
    for supplier in holders:
        if supplier in made:
            check_retained(made[supplier])
    members = made[leads[0]].members if leads else []
    if members and {*holders} != {leads[0], *members}:
        raise RuleViolation(
            N_("« %(who)s » made its tender with %(members)s: the grouping that tendered holds the contract, whole."),
            field="co_holders",
            who=leads[0].name,
            members=", ".join(row.name for row in members),
        )


def check_retained(tender: Tender) -> None:
    """Raises RuleViolation for a tender that may not be retained, whatever its rank."""
    if not tender.is_admissible:
        ground = tender.inadmissible_ground
        words = _NOT_ADMISSIBLE if ground is None else _LEFT_OUT[ground]
        raise RuleViolation(words, field="holder", who=str(tender))
    if is_low_unjustified(tender):
        raise RuleViolation(_NOT_JUSTIFIED, field="holder", who=str(tender))


def is_low_unjustified(tender: Tender) -> bool:
    """Whether its price is suspected or was asked about, and nothing was answered yet."""
    is_asked = tender.is_suspected_low or tender.low_asked_on is not None
    return is_asked and not (tender.low_answer or "").strip()


def check_rank(contract: Contract, leads: Sequence[Supplier], ranking: Ranking) -> None:
    """The order of the published criteria (L2152-7), unless the file says why another one."""
    if not ranking.criteria or (contract.award_reason or "").strip():
        return
    if ranking.obstacle is not None:
        raise ranking.obstacle
    if not ranking.is_complete:
        raise RuleViolation(
            N_("Some tenders are not marked on every criterion: finish the marks first, or say why the award does "
               "without them."),
            field="award_reason",
        )  # fmt: skip
    last = max((line.rank or 0 for line in ranking.lines if line.tender.supplier in leads), default=0)
    before = [line for line in ranking.lines if (line.rank or 0) < last and line.tender.supplier not in leads]
    if before:
        raise RuleViolation(
            N_("%(names)s comes first: the best tender by the published criteria is retained (L2152-7). To retain "
               "another one, say why: the reason stays in the file."),
            field="award_reason",
            names=", ".join(str(line.tender) for line in before),
        )  # fmt: skip


def decisions_of(session: AnySession, contract: Contract) -> Sequence[CommitteeOpinion]:
    """What the committee did about a contract; of a lot, about its file too."""
    file = contract.allotment
    return [*(opinions_of(session, file) if file is not None else ()), *opinions_of(session, contract)]


def is_for_committee(session: AnySession, contract: Contract) -> bool:
    """Whether the CAO awards: a formal procedure from the European threshold on, or whose value is not known."""
    if not asks_committee(contract) and contract.procedure not in FORMAL:
        return False
    formal = valid_on(stored_thresholds(session), ThresholdCode.FORMAL, law_day(contract, context_of(session).today))
    value = value_of(contract)
    return formal is None or value is None or value >= formal.amount_excl_tax


def awards_without_committee(session: AnySession, contract: Contract) -> bool:
    """Whether a contract waits for no decision of the CAO: it awards this one not, or did."""
    return not is_for_committee(session, contract) or any(is_award(row) for row in decisions_of(session, contract))


def _check_committee(session: AnySession, contract: Contract) -> None:
    if not is_for_committee(session, contract):
        return
    days = [row.held_on for row in decisions_of(session, contract) if is_award(row)]
    if not days:
        raise RuleViolation(
            N_("The CAO awards this procedure from the European threshold on (L1414-2 CGCT): write its favourable "
               "decision first (tab « Tenders »).")
        )  # fmt: skip
    if contract.awarded_on is not None and contract.awarded_on < min(days):
        raise RuleViolation(
            N_("The CAO awarded this contract on %(day)s: the award is not before."), field="awarded_on", day=min(days)
        )
