"""What tenders and their criteria show for someone to judge: no criteria, a tender put right late."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sqlalchemy import func, select

from mdo.contracts.lots import standing_lots
from mdo.contracts.signature import letters_left_on
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.tenders.award_rules import WITHOUT_TENDERS, decisions_of
from mdo.tenders.letters import to_be_told
from mdo.tenders.ranking import WHOLE
from mdo.tenders.rules import is_award, tenders_of
from models.contracts import Contract, ContractState
from models.documents import DocumentKind
from models.procurement import ProcedureCode
from models.tenders import AwardCriterion, Tender

_BEFORE_AWARD = (ContractState.NEED, ContractState.PROCEDURE)


def without_criteria(
    session: AnySession, contract: Contract, procedure: ProcedureCode | None = None
) -> Sequence[Contract]:
    """The file, or those of its lots still to be awarded, that have no award criterion (R2152-7).

    `procedure` is that of the launch where the file has none yet; without competition none is asked for.
    """
    asked = [
        row
        for row in standing_lots(contract) or [contract]
        if row.state in _BEFORE_AWARD and (row.procedure or procedure) not in WITHOUT_TENDERS
    ]
    known = _weights(session, asked)
    return [row for row in asked if row.id not in known]


def _weights(session: AnySession, contracts: Sequence[Contract]) -> dict[int, Decimal]:
    """The total of the weights of each of these contracts that has criteria."""
    ids = [row.id for row in contracts]
    asked = select(AwardCriterion.contract_id, func.sum(AwardCriterion.weight)).group_by(AwardCriterion.contract_id)
    with session.no_autoflush:
        rows = session.execute(asked.where(AwardCriterion.contract_id.in_(ids))).all()
    return {contract_id: Decimal(total) for contract_id, total in rows}


def unbalanced(session: AnySession, contract: Contract) -> Iterator[tuple[Contract, RuleViolation]]:
    """The file, or those of its lots still to be awarded, whose weights do not make 100, with what is told of each."""
    asked = [row for row in standing_lots(contract) or [contract] if row.state in _BEFORE_AWARD]
    totals = _weights(session, asked)
    for row in asked:
        total = totals.get(row.id, WHOLE)
        if total == WHOLE:
            continue
        words = N_("The weights of the criteria make %(total)s and not 100: correct them before they are published.")
        if row.allotment is not None:
            words = N_("Lot %(number)s: the weights of the criteria make %(total)s and not 100: correct them before "
                       "they are published.")  # fmt: skip
        yield row, RuleViolation(words, number=row.lot_number, total=f"{total.normalize():f}".replace(".", ","))


def stranded_criteria(session: AnySession, contract: Contract) -> RuleViolation | None:
    """What is told of criteria written on a file that is bought by lots: each lot is judged on its own."""
    if not standing_lots(contract) or not _weights(session, [contract]):
        return None
    return RuleViolation(
        N_("Criteria are written on the file, and its lots are judged each on its own: carry them to the lots.")
    )


def criteria_in_words(contract: Contract) -> RuleViolation:
    """What is told of a file, or of a lot, that has no criterion."""
    if contract.allotment is not None:
        words = N_("Lot %(number)s has no award criteria: they are in the documents of the consultation (R2152-7).")
        return RuleViolation(words, number=contract.lot_number)
    return RuleViolation(N_("No award criteria: they are in the documents of the consultation (R2152-7)."))


def late_regularisations(session: AnySession, contract: Contract) -> Iterator[RuleViolation]:
    """Tenders put right after the decision that awarded the contract, of the CAO or else of the award itself."""
    decided = [row.held_on for row in decisions_of(session, contract) if is_award(row)]
    day = decided[-1] if decided else contract.awarded_on
    if day is None:
        return
    for tender in tenders_of(session, contract):
        put_right = tender.regularised_on
        if put_right is not None and put_right > day:
            words = N_("The tender of %(name)s was put right on %(day)s, after the award was decided on %(decided)s: a "
                       "tender is put right before it is judged (R2152-2).")  # fmt: skip
            yield RuleViolation(words, name=str(tender), day=put_right, decided=day)


def decided_early(session: AnySession, contract: Contract) -> Iterator[RuleViolation]:
    """A decision of the CAO, or an award, before the last tender was received."""
    days = [day_of(row.received_at) for row in tenders_of(session, contract) if row.received_at is not None]
    if not days:
        return
    decided = [(row.held_on, True) for row in decisions_of(session, contract) if is_award(row)]
    if contract.awarded_on is not None:
        decided.append((contract.awarded_on, False))
    for day, is_committee in decided:
        if day < max(days):
            words = N_("The award is on %(day)s, before the last tender was received (%(received)s): correct one of "
                       "the two.")  # fmt: skip
            if is_committee:
                words = N_("The CAO decided on %(day)s, before the last tender was received (%(received)s): correct "
                           "one of the two.")  # fmt: skip
            yield RuleViolation(words, day=day, received=max(days))


def untold(session: AnySession, contract: Contract) -> RuleViolation | None:
    """What is told of a contract that is signed though nothing says that those not retained were told (R2181-1).

    Their letters were made here, or a step says when they left.
    """
    is_signed = (contract.signed_on or contract.notified_on) is not None
    if contract.state not in (ContractState.AWARDED, ContractState.RUNNING) or not is_signed or contract.is_taken_over:
        return None
    if letters_left_on(contract) is not None or any(row.kind is DocumentKind.LETTERS for row in contract.documents):
        return None
    rows = to_be_told(session, contract)
    if not rows:
        return None
    words = N_("Nothing says that those not retained were told (R2181-1): %(names)s. Make their letters, or note the "
               "day they left.")  # fmt: skip
    return RuleViolation(words, names=", ".join(str(row) for row in rows))


def lots_held(contract: Contract, tenders: Iterable[Tender]) -> Iterator[RuleViolation]:
    """Those who tendered for a lot and hold others of its file: its rules may limit their number (R2113-1)."""
    file = contract.allotment
    if file is None:
        return
    others = [lot for lot in standing_lots(file) if lot is not contract]
    for tender in tenders:
        firms = {tender.supplier, *tender.members}
        held = [lot for lot in others if any(holder.supplier in firms for holder in lot.holders)]
        if held:
            words = N_("%(name)s already holds lot %(lots)s: where the rules of the consultation limit the lots of one "
                       "holder, the lot goes to the next tender (R2113-1), to be confirmed.")  # fmt: skip
            yield RuleViolation(words, name=str(tender), lots=", ".join(str(lot.lot_number) for lot in held))
