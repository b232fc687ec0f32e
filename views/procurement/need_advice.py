"""What is said of a need on its page and in its form: the procedure, what the documents hold, what comes with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import url_for

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.awards import HELD_BY, award_over, is_lighter
from mdo.procurement.choice import allows, check_procedure, proposed_for
from mdo.procurement.law import NeedLaw
from mdo.procurement.need import Qualification
from mdo.procurement.reasons import Reason
from models.contracts import Contract, ContractState
from views.base.catalogues import gettext
from views.base.words import value_in_words
from views.procurement.words import basis_in_words, doubts_in_words, reason_in_words


@dataclass(frozen=True)
class PageRemark:
    """A sentence with the records that it speaks of (words, address); tone: danger, warning or info."""

    text: str
    tone: str = "warning"
    links: tuple[tuple[str, str], ...] = ()
    note: str = ""


def followed_in_words(found: Qualification) -> str:
    """What is told when a need was given the procedure that follows from it."""
    return gettext(
        "Written in the file: %(procedure)s. %(rule)s Choose another one with its reason.",
        procedure=value_in_words(found.procedure),
        rule=found.rule.text(gettext),
    )


def need_remarks(contract: Contract, law: NeedLaw, today: dt.date, *, may_edit: bool) -> Iterable[PageRemark]:
    """What a need follows; once awarded, an award that passes the threshold of its procedure."""
    if contract.framework is not None:
        return
    if contract.state not in (ContractState.NEED, ContractState.PROCEDURE):
        over = award_over(contract, law, today)
        if over is not None:
            yield _reason_in_words(over, "warning")
        return
    try:
        asked = proposed_for(contract, law, today)
    except RuleViolation as refusal:
        yield PageRemark(refusal.text(gettext), "info")
        return
    if asked is not None:
        yield from qualified(asked, contract, may_edit=may_edit)
    for lot in (*contract.lots, contract):
        if lot.allotment is not None and lot.state in (ContractState.NEED, ContractState.PROCEDURE):
            yield from _light_lot(lot, law, today, may_edit=may_edit)


def _light_lot(lot: Contract, law: NeedLaw, today: dt.date, *, may_edit: bool) -> Iterable[PageRemark]:
    """A lot that follows a lighter procedure than its file, and should not by what its lots are worth now."""
    try:
        check_procedure(lot, law, today)
    except RuleViolation as refusal:
        words = gettext("Lot %(number)s: %(words)s", number=lot.lot_number, words=refusal.text(gettext))
        yield PageRemark(words, links=correction(lot, "procedure") if may_edit else ())


def qualified(asked: Qualification, contract: Contract, *, may_edit: bool = False) -> Iterable[PageRemark]:
    """The rule in words, what the documents hold, the rest in a list; where another procedure was chosen, which."""
    told = _reason_in_words(asked.decided, "info")
    own = contract.procedure if contract.allotment is not None else None
    is_small = own is not None and is_lighter(asked.procedure, own)
    yield replace(told, links=correction(contract, "procedure")) if may_edit and is_small else told
    is_other = contract.procedure is not None and not allows(asked.procedure, contract.procedure)
    if is_other and contract.allotment is None:  # what a lot may follow is told of it
        chosen = (contract.procedure_reason or "").strip()
        words = gettext("Another procedure is chosen: %(procedure)s.", procedure=value_in_words(contract.procedure))
        yield PageRemark(words, "info" if chosen else "warning", note=chosen or gettext("The reason is asked for."))
    for code, reason in asked.asked.items():
        field = HELD_BY[code]
        is_held = bool(getattr(contract, field))
        told = _reason_in_words(reason, "info" if is_held else "danger" if reason.is_grave else "warning")
        yield replace(told, links=() if is_held or not may_edit else correction(contract, field))
    others = [reason for reason in asked.reasons if reason is not asked.decided and reason not in asked.asked.values()]
    for reason in others:
        if reason.is_grave:
            yield _reason_in_words(reason, "warning")
    others = [reason for reason in others if not reason.is_grave]
    if others:
        links = tuple((reason_in_words(reason), "") for reason in others)
        note = doubts_in_words(others)
        yield PageRemark(gettext("What comes with it:"), "info", (*links, ("", "")) if len(links) == 1 else links, note)


def _reason_in_words(reason: Reason, tone: str) -> PageRemark:
    return PageRemark(reason.words.text(gettext), tone, note=basis_in_words(reason))


def correction(contract: Contract, field: str) -> tuple[tuple[str, str], ...]:
    """The way to a field of the form of a contract."""
    return ((gettext("Correct"), url_for("ContractView.edit", pk=contract.id, _anchor=field)),)
