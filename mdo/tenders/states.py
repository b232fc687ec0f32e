"""The acts on tenders and on the contracts that they are for, from the launch of the procedure to the end."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mdo.contracts.family import abandon_lots, launch_lots
from mdo.contracts.legality import review_of
from mdo.contracts.signature import letters_left_on, wait_of
from mdo.contracts.states import ANOTHER_STATE, TRANSITIONS, enter, take_over
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine, never
from mdo.procurement.choice import qualification_of
from mdo.procurement.law import stored_need_law
from mdo.tenders.award import award_contract, proposal_of, take_award_back
from mdo.tenders.award_rules import WITHOUT_TENDERS
from mdo.tenders.holders import change_holders
from mdo.tenders.letters import to_be_told
from mdo.tenders.remedies import proposed_ending
from mdo.tenders.rules import TWO_ROUNDS, tenders_of
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.suppliers import Supplier
from models.tenders import Tender

_S = ContractState
HOLDERS = ("holder", "co_holders")
# Of a contract awarded before: what was decided then.
TAKEN_OVER = (
    "procedure", "procedure_reason", "launch_on", "group_kind", "awarded_on", "amount_excl_tax", "minimum_excl_tax",
    "maximum_excl_tax", "tenders_received", "signed_on", "notified_on", "starts_on", "firm_months", "ends_on",
    "published_on", "is_published_before",
)  # fmt: skip
# Those not retained are written to.
_TOLD = (_S.AWARDED, _S.RUNNING, _S.ABANDONED)
_LIMITS = ("minimum_excl_tax", "maximum_excl_tax")
_Asked = Mapping[str, Any]

# The form of the letters leads to it.
TENDER_ACTS = Machine(
    Tender,
    (Act("reasons", N_("Reasons told to the supplier"), "", ("rejection_reason",), address="motifs", offered=never),),
)


def _today(session: AnySession) -> dt.date:
    return context_of(session).today


def chosen_suppliers(session: AnySession, asked: _Asked) -> list[Supplier]:
    """The suppliers that were chosen by their ids, the lead first."""
    ids = [row_id for row_id in [asked.get("holder"), *(asked.get("co_holders") or ())] if row_id is not None]
    rows = {row.id: row for row in session.scalars(select(Supplier).where(Supplier.id.in_(ids)))}
    return [rows[row_id] for row_id in dict.fromkeys(ids) if row_id in rows]


def left_out(session: AnySession, act: Act, contract: Contract) -> Collection[str]:
    """What no act asks of this contract: a maximum is an accord-cadre's; of lots, each has its own."""
    names: tuple[str, ...] = ()
    if contract.lots:
        names = (*HOLDERS, "group_kind", "amount_excl_tax", *_LIMITS, "tenders_received")
    elif contract.technique is not Technique.FRAMEWORK:
        names = _LIMITS
    if review_of(session, contract, _today(session)) is None:
        names += ("transmitted_on",)
    if contract.lots or contract.procedure not in TWO_ROUNDS:
        names += ("candidates_received",)
    if contract.lots or contract.procedure in WITHOUT_TENDERS:
        names += ("award_reason",)
    return names


# ---- What is written -------------------------------------------------------------------------------------------------


def _launch(session: AnySession, contract: Contract, asked: _Asked) -> None:
    enter(contract, _S.PROCEDURE)
    launch_lots(contract, stored_need_law(session), _today(session))


def _award(session: AnySession, contract: Contract, asked: _Asked) -> None:
    if contract.lots:
        enter(contract, _S.AWARDED)
        return
    suppliers = chosen_suppliers(session, asked)
    award_contract(session, contract, suppliers, awarded_on=contract.awarded_on or _today(session))


def _take_over(session: AnySession, contract: Contract, asked: _Asked) -> None:
    with session.no_autoflush:
        take_over(contract, chosen_suppliers(session, asked), _today(session))


def _abandon(session: AnySession, contract: Contract, asked: _Asked) -> None:
    enter(contract, _S.ABANDONED)
    abandon_lots(contract)


def _reopen(session: AnySession, contract: Contract, asked: _Asked) -> None:
    contract.state_reason = None


# ---- What is proposed ------------------------------------------------------------------------------------------------


def _propose_procedure(session: AnySession, contract: Contract) -> _Asked:
    if contract.procedure is not None:
        return {}
    try:
        choice = qualification_of(contract, stored_need_law(session), _today(session))
    except RuleViolation:
        return {}  # a launch older than the table of thresholds
    return {} if choice is None else {"procedure": choice.procedure}


def propose_award(session: AnySession, contract: Contract, tender_id: int | None = None) -> _Asked:
    """The tender that comes first, or that one; what the file says already stays."""
    if contract.lots:
        return {} if contract.awarded_on else {"awarded_on": _today(session)}
    tenders = {row.id: row for row in tenders_of(session, contract)}
    found = proposal_of(session, contract, _today(session), tenders.get(tender_id or 0))
    proposed = {
        **_held([supplier.id for supplier in found.holders]),
        "group_kind": found.group_kind,
        "amount_excl_tax": found.amount,
        "tenders_received": found.tenders_received,
        "awarded_on": found.awarded_on,
    }
    if contract.holders:
        proposed |= _propose_holders(session, contract)
    kept = {name for name in proposed if name not in HOLDERS and getattr(contract, name) not in (None, GroupKind.NONE)}
    return {name: value for name, value in proposed.items() if value is not None and name not in kept}


def _propose_holders(session: AnySession, contract: Contract) -> dict[str, Any]:
    return _held([holder.supplier_id for holder in contract.holders])


def _held(ids: Sequence[int]) -> dict[str, Any]:
    return {"holder": ids[0] if ids else None, "co_holders": list(ids[1:])}


def _propose_notification(session: AnySession, contract: Contract) -> _Asked:
    """Today, and the start that is wished where it is later; nothing while the signature still waits."""
    today, wait = _today(session), wait_of(session, contract)
    if wait is not None and today < wait.first:
        return {}
    days = {"notified_on": today, "starts_on": max(today, contract.wished_start_on or today)}
    return {name: day for name, day in days.items() if getattr(contract, name) is None}


def _propose_letters(session: AnySession, contract: Contract) -> _Asked:
    return {} if contract.letters_on else {"letters_on": letters_left_on(contract) or _today(session)}


# ---- The acts --------------------------------------------------------------------------------------------------------


def _before(target: ContractState) -> frozenset[ContractState]:
    """The states that lead to this one."""
    return frozenset(state for state in _S if target in TRANSITIONS[state])


def _leads_on(contract: Contract, session: AnySession) -> bool:
    """A file with lots that is awarded follows them."""
    return not (contract.lots and contract.state in AWARDED_STATES)


def _writes_to_others(contract: Contract, session: AnySession) -> bool:
    return contract.state in _TOLD and not contract.lots and bool(to_be_told(session, contract))


# In the order of the life of a contract; `law` is the session, for those not retained.
# fmt: off
CONTRACT_ACTS = Machine(Contract, (
    Act("procedure", N_("Launch the procedure"), "signpost-split",
        ("procedure", "procedure_reason", "launch_on", "maximum_excl_tax"),
        optional=("procedure_reason", "maximum_excl_tax"), today=("launch_on",),
        help=N_("The procedure proposed is the one that the estimate imposes on the day of the launch."),
        sources=_before(_S.PROCEDURE), target=_S.PROCEDURE, propose=_propose_procedure, write=_launch),
    Act("award", N_("Award the contract"), "award",
        ("group_kind", "awarded_on", "amount_excl_tax", *_LIMITS, "tenders_received", "candidates_received",
         "award_reason"), more=HOLDERS,
        optional=("group_kind", "amount_excl_tax", *_LIMITS, "tenders_received", "candidates_received", "award_reason"),
        help=N_("The tender that comes first in the ranking is proposed, with its amount and the number of tenders."),
        sources=_before(_S.AWARDED), target=_S.AWARDED, propose=propose_award, write=_award),
    Act("notify", N_("Notify the contract"), "send",
        ("signed_on", "transmitted_on", "notified_on", "starts_on", "firm_months", "ends_on"),
        optional=("signed_on", "transmitted_on", "starts_on", "firm_months", "ends_on"),
        help=N_("Left empty, the end follows from the start and the firm duration."),
        sources=_before(_S.RUNNING), target=_S.RUNNING, offered=_leads_on, propose=_propose_notification),
    Act("end", N_("End the contract"), "check2-circle", ("ends_on",), today=("ends_on",),
        sources=_before(_S.ENDED), target=_S.ENDED, offered=_leads_on),
    Act("taken-over", N_("Enter as already awarded"), "box-arrow-in-down", TAKEN_OVER, more=HOLDERS,
        optional=tuple(name for name in TAKEN_OVER if name not in ("procedure", "awarded_on")),
        help=N_("For a contract awarded before its file was kept here: no tender is asked. Once notified it is under "
                "way, and over after its end."),
        sources=frozenset({_S.NEED, _S.PROCEDURE}), offered=lambda row, session: not row.lots, write=_take_over),
    Act("abandon", N_("End without a contract"), "x-circle", ("ending", "state_reason"),
        help=N_("The file stays in the register with its reason, which candidates are told (R2185-2)."),
        sources=_before(_S.ABANDONED), target=_S.ABANDONED, write=_abandon,
        propose=lambda session, row: {"ending": proposed_ending(session, row)}),
    Act("reopen", N_("Reopen the file"), "arrow-counterclockwise", ("launch_on",), optional=("launch_on",),
        sources=_before(_S.NEED), target=_S.NEED, write=_reopen),
    Act("sent", N_("Note what was sent"), "envelope-check", ("transmitted_on", "award_notice_on"),
        optional=("transmitted_on", "award_notice_on"),
        help=N_("The transmission to the review of legality and the award notice, each on the day it was sent."),
        offered=lambda row, session: not row.lots and bool(row.signed_on or row.notified_on)),
    Act("letters", N_("Letters to the suppliers not retained"), "envelope", ("letters_on",),
        help=N_("Made in Word, in « Documents »: they bear this day, on which they leave."),
        submit=N_("Make the letters"), offered=_writes_to_others, propose=_propose_letters),
    Act("holders", N_("Change the holders"), "people", ("group_kind", "award_reason"), more=HOLDERS,
        optional=("group_kind", "award_reason", *HOLDERS),
        help=N_("To correct an entry. When a company takes over a contract under way, make an amendment instead."),
        offered=lambda row, session: bool(row.holders), propose=_propose_holders,
        write=lambda session, row, asked: change_holders(session, row, chosen_suppliers(session, asked))),
    Act("take-back", N_("Take the award back"), "arrow-counterclockwise",
        help=N_("Before the signature alone, to judge again or to award to the next tender (R2144-7): the holder and "
                "the day of the award are taken off. Those who were told are told anew after the next award."),
        sources=frozenset({_S.AWARDED}), offered=lambda row, session: not row.lots and row.signed_on is None,
        write=lambda session, row, asked: take_award_back(session, row)),
), stored="state", law=lambda session, row: session, left_out=left_out, elsewhere=ANOTHER_STATE)
# fmt: on
