"""What may be done where no tender can be retained as it stands: put right, justify a price, end without a contract."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import object_session

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_brought_back, is_set, value_replaced
from mdo.tenders.rules import check_under_way, rounds_of, tenders_of
from models.contracts import Contract, ContractEnding, ContractState
from models.procurement import ProcedureCode
from models.tenders import InadmissibleGround, Tender

_TO_COME = N_("This day is still to come: write it down once it has happened.")
_NOBODY = N_("No irregular tender is to be put right here.")
# An unacceptable tender too may become acceptable there, by negotiation (R2152-1).
_NEGOTIATED = frozenset({ProcedureCode.NEGOTIATED, ProcedureCode.DIALOGUE})


def _is_negotiated(contract: Contract) -> bool:
    """Whether tenders are negotiated: always in some procedures, in an adapted one where a round was held."""
    session = object_session(contract)
    if contract.procedure is not ProcedureCode.ADAPTED or session is None or contract.id is None:
        return contract.procedure in _NEGOTIATED
    with session.no_autoflush:
        return bool(rounds_of(session, contract))


# ---- Put right (R2152-1, R2152-2) ------------------------------------------------------------------------------------


def may_be_regularised(tender: Tender) -> bool:
    """Whether a tender may be put right: irregular, and not suspected of being abnormally low (R2152-2).

    By negotiation an unacceptable one too (R2152-1).
    """
    if tender.is_suspected_low and not (tender.low_answer or "").strip():
        return False
    ground = tender.inadmissible_ground
    is_unacceptable = ground is InadmissibleGround.UNACCEPTABLE
    return ground is InadmissibleGround.IRREGULAR or (is_unacceptable and _is_negotiated(tender.contract))


def concerned(tenders: Iterable[Tender]) -> list[Tender]:
    """The tenders left out that may be put right and to which it was not offered yet."""
    return [
        row
        for row in tenders
        if not row.is_admissible and row.regularisation_asked_on is None and may_be_regularised(row)
    ]


def offer_regularisation(session: AnySession, contract: Contract, today: dt.date) -> Sequence[Tender]:
    """Offers all irregular tenders to be put right, on the same day; flushes. Raises RuleViolation."""
    check_under_way(contract)
    rows = concerned(tenders_of(session, contract))
    if not rows:
        raise RuleViolation(_NOBODY)
    for row in rows:
        row.regularisation_asked_on = today
    session.flush()
    return rows


def regularise(session: AnySession, tender: Tender, today: dt.date) -> None:
    """A tender was put right: it is judged with the others, and the file keeps why it was left out."""
    tender.is_admissible, tender.regularised_on = True, today
    check_regularisation(session, tender, today)


def check_regularisation(session: AnySession, tender: Tender, today: dt.date) -> None:
    """Raises RuleViolation for a tender put right that may not be, or before it was offered to all concerned."""
    asked, done = tender.regularisation_asked_on, tender.regularised_on
    if asked is None and done is None:
        return
    if not may_be_regularised(tender):
        raise RuleViolation(
            N_("An irregular tender alone may be put right, and not one suspected of being abnormally low (R2152-2): "
               "say on what ground it was left out."),
            field="inadmissible_ground",
        )  # fmt: skip
    for name in ("regularisation_asked_on", "regularised_on"):
        day = getattr(tender, name)
        if day is not None and day > today:
            raise RuleViolation(_TO_COME, field=name)
    if done is None:
        return
    if asked is None or asked > done:
        raise RuleViolation(
            N_("Give the day on which it was offered to be put right, before the answer."), "regularisation_asked_on"
        )
    if not tender.is_admissible:
        raise RuleViolation(N_("A tender put right is admissible: tick it, or empty the day."), field="is_admissible")
    if not is_set(tender, ("regularised_on",)) or is_brought_back(tender):
        return
    check_under_way(tender.contract)
    with session.no_autoflush:
        left = concerned(row for row in tenders_of(session, tender.contract) if row is not tender)
    if left:
        raise RuleViolation(
            N_("It is offered to all concerned (R2152-2), and not yet to %(names)s: offer it to them too."),
            field="regularised_on",
            names=", ".join(str(row) for row in left),
        )


# ---- A price to justify (L2152-6) ------------------------------------------------------------------------------------


def ask_justification(session: AnySession, tender: Tender, today: dt.date) -> None:
    """Notes that a supplier was asked to justify its price; flushes. Raises RuleViolation."""
    check_under_way(tender.contract)
    if tender.low_asked_on is not None:
        raise RuleViolation(
            N_("The justification was asked on %(day)s already: write the answer."), day=tender.low_asked_on
        )
    tender.is_suspected_low, tender.low_asked_on = True, today
    session.flush()


# ---- Without a contract (R2185-1, R2185-2) ------------------------------------------------------------------------


def proposed_ending(session: AnySession, contract: Contract) -> ContractEnding:
    """How a file would end now: given up before its launch; without an acceptable tender, unsuccessful."""
    if contract.state is ContractState.NEED:
        return ContractEnding.GIVEN_UP
    is_unsuccessful = contract.state is ContractState.PROCEDURE and not _acceptable(session, contract)
    return ContractEnding.UNSUCCESSFUL if is_unsuccessful else ContractEnding.NO_FOLLOW_UP


def check_ending(session: AnySession, contract: Contract) -> None:
    """Raises RuleViolation, field `ending`, for an ending that the tenders or the state before it belie."""
    ending = contract.ending
    if contract.state is not ContractState.ABANDONED or is_brought_back(contract):
        return
    if not is_set(contract, ("state", "ending")):
        return
    before = value_replaced(contract, "state")
    signed = contract.signed_on or contract.notified_on
    if signed is not None:
        raise RuleViolation(
            N_("Signed on %(day)s: a contract no longer ends without follow-up (R2185-1), it is terminated by its own "
               "clauses. If it was not signed, empty that day first."),
            field="ending",
            day=signed,
        )  # fmt: skip
    if ending is None:
        return
    if before is ContractState.NEED and ending is not ContractEnding.GIVEN_UP:
        raise RuleViolation(N_("Nothing was launched yet: the need is given up, no consultation ends."), field="ending")
    if before in (ContractState.PROCEDURE, ContractState.AWARDED) and ending is ContractEnding.GIVEN_UP:
        raise RuleViolation(
            N_("The consultation was launched: it ends unsuccessful or without follow-up (R2185-1), and candidates are "
               "told why."),
            field="ending",
        )  # fmt: skip
    if ending is not ContractEnding.UNSUCCESSFUL:
        return
    with session.no_autoflush:
        left = _acceptable(session, contract)
    if left:
        raise RuleViolation(
            N_("A tender may still be retained (%(names)s): award the contract, or end it without follow-up, with its "
               "reason."),
            field="ending",
            names=", ".join(str(row) for row in left),
        )  # fmt: skip


def _acceptable(session: AnySession, contract: Contract) -> list[Tender]:
    """The admissible tenders of a file, or of those of its lots that nobody holds."""
    files = [lot for lot in contract.lots if not lot.holders] or [contract]
    return [row for file in files for row in tenders_of(session, file) if row.is_admissible]
