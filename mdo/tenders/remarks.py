"""What tenders and their criteria show for someone to judge: no criteria, a tender put right late."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select

from mdo.context import AnySession
from mdo.contracts.lots import standing_lots
from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.tenders.award_rules import WITHOUT_TENDERS, decisions_of
from mdo.tenders.letters import to_be_told
from mdo.tenders.rules import is_award, tenders_of
from mdo.tenders.standstill import letters_left_on
from models.contracts import Contract, ContractState, FileKind
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
    ids = [row.id for row in asked]
    with session.no_autoflush:
        known = set(session.scalars(select(AwardCriterion.contract_id).where(AwardCriterion.contract_id.in_(ids))))
    return [row for row in asked if row.id not in known]


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


def untold(session: AnySession, contract: Contract) -> RuleViolation | None:
    """What is told of a contract that is signed though nothing says that those not retained were told (R2181-1).

    Their letters were made here, or a step says when they left.
    """
    is_signed = (contract.signed_on or contract.notified_on) is not None
    if contract.state not in (ContractState.AWARDED, ContractState.RUNNING) or not is_signed or contract.is_taken_over:
        return None
    if letters_left_on(contract) is not None or any(row.kind is FileKind.LETTERS for row in contract.documents):
        return None
    rows = to_be_told(session, contract)
    if not rows:
        return None
    words = N_("Nothing says that those not retained were told (R2181-1): %(names)s. Make their letters, or note in "
               "the calendar the day they left.")  # fmt: skip
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
