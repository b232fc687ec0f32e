"""The head of the page of a contract: where it stands, who holds it, for how much, until when, what comes next."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import url_for

from mdo.contract_sheet.owed import IN_EXECUTION, owed_of
from mdo.contracts.coming import LAUNCH, coming
from mdo.contracts.terms import terms_on
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import enum_label
from mdo.procurement.choice import estimate_of
from mdo.tenders.states import CONTRACT_ACTS
from models.contracts import Contract, ContractState
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Panel
from views.base.words import date_in_words, long_date, value_in_words
from views.contracts.advice import page_remarks
from views.contracts.figures import figures_panel
from views.contracts.next import next_of

_ORDER = (
    ContractState.NEED,
    ContractState.PROCEDURE,
    ContractState.AWARDED,
    ContractState.RUNNING,
    ContractState.ENDED,
)
_MANY_DAYS = 60
_DAYS_A_MONTH = 30
# Panels between the key facts and the remarks, each a function of (contract) in a file of its own: the figures.
FIGURES: tuple[Callable[[Contract], Panel | None], ...] = (figures_panel,)


def lead_panel(contract: Contract, *, may_edit: bool, may_open_suppliers: bool) -> Panel:
    """The panel in the place of the facts, which have a tab of their own."""
    today = context_of(db.session).today
    state = contract.state
    return Panel(
        gettext("The contract in short"),
        "contracts/lead.html",
        {
            "order": [
                {
                    "label": gettext(enum_label(step)),
                    "is_current": step is state,
                    "is_passed": state in _ORDER and _ORDER.index(step) < _ORDER.index(state),
                }
                for step in _ORDER
            ],
            "stopped": value_in_words(contract.ending or state) if state is ContractState.ABANDONED else "",
            "reason": contract.state_reason or "",
            "facts": (
                _who(contract, may_open=may_open_suppliers),
                _how_much(contract, today),
                _until_when(contract, today),
                _what_next(contract, today, may_edit=may_edit),
            ),
            "figures": tuple(panel for make in FIGURES if (panel := make(contract)) is not None),
            "remarks": page_remarks(contract, may_edit=may_edit),
        },
    )


def _fact(name: str, label: str, lines: list[tuple[str, str]], *details: str, tone: str = "") -> dict[str, Any]:
    """A key fact: lines (words, address or empty), what is said below in small, its tone."""
    return {"name": name, "label": label, "lines": lines, "details": [text for text in details if text], "tone": tone}


def _who(contract: Contract, *, may_open: bool) -> dict[str, Any]:
    lines = [
        (
            holder.supplier.name,
            url_for("SupplierView.show", pk=holder.supplier_id) if may_open else "",
        )
        for holder in contract.holders
    ]
    group = value_in_words(contract.group_kind).lower() if len(lines) > 1 else ""
    details = [gettext("Grouping: %(kind)s; the first is the lead.", kind=group)] if group else []
    if contract.lots:
        held = sum(1 for lot in contract.lots if lot.holders)
        words = gettext("%(held)d of %(total)d lots awarded", held=held, total=len(contract.lots))
        lines = lines or [(words, "")]
    if contract.is_taken_over:
        details.append(gettext("Awarded before its file was kept here."))
    if contract.award_reason:
        details += [gettext("Not the first in the ranking:"), contract.award_reason]
    return _fact("who", gettext("Holder (contract)"), lines or [(gettext("No holder yet"), "")], " ".join(details))


def euros(amount: Any) -> str:
    """« 32 400,00 € »."""
    return value_in_words(amount, "amount")


def _how_much(contract: Contract, today: dt.date) -> dict[str, Any]:
    """The amount as it stands today, amendments included; before the award, the estimate."""
    label = gettext("Amount before tax")
    terms = terms_on(contract, today)
    limits = ", ".join(
        words
        for words in (
            _limit(gettext("minimum %(amount)s"), contract.minimum_excl_tax),
            _limit(gettext("maximum %(amount)s"), terms.maximum),
        )
        if words
    )
    awarded = [lot.amount_excl_tax for lot in contract.lots if lot.holders and lot.amount_excl_tax is not None]
    amount = terms.amount if terms.amount is not None else terms.maximum
    if amount is None and awarded:
        return _fact("how_much", label, [(euros(sum(awarded)), "")], gettext("sum of the lots awarded"))
    if amount is not None and contract.state not in (ContractState.NEED, ContractState.PROCEDURE):
        first = contract.amount_excl_tax
        is_amended = first is not None and first != terms.amount
        origin = _limit(gettext("%(amount)s at the award, amended since"), first) if is_amended else ""
        estimated = _limit(gettext("estimated at %(amount)s"), contract.estimate_excl_tax)
        label = gettext("Amount before tax, amendments included") if is_amended else label
        return _fact("how_much", label, [(euros(amount), "")], limits, origin, estimated)
    # A lot has its own, though its procedure follows from all of them.
    estimate = estimate_of(contract) if contract.allotment is None else contract.estimate_excl_tax
    if estimate is None:
        return _fact("how_much", label, [(gettext("Not estimated yet"), "")], limits, tone="soft")
    note = gettext("estimate, over the whole duration, renewals included")
    return _fact("how_much", label, [(euros(estimate), "")], note, limits)


def _limit(words: str, amount: Any) -> str:
    return "" if amount is None else words % {"amount": euros(amount)}


def _until_when(contract: Contract, today: dt.date) -> dict[str, Any]:
    label = gettext("Until when")
    if contract.ends_on is None:
        months = contract.firm_months
        planned = ngettext("%(num)d month", "%(num)d months", months) if months else gettext("Not known yet")
        wished = contract.wished_start_on
        start = gettext("start wished on %(day)s", day=date_in_words(wished)) if wished else ""
        return _fact("until", label, [(planned, "")], start, _renewals(contract))
    left = _time_left(contract.ends_on, today) if contract.state is ContractState.RUNNING else ""
    start = gettext("from %(day)s", day=date_in_words(contract.starts_on)) if contract.starts_on else ""
    tone = "warn" if contract.state is ContractState.RUNNING and contract.ends_on < today else ""
    return _fact("until", label, [(long_date(contract.ends_on), "")], left, start, _renewals(contract), tone=tone)


def _time_left(day: dt.date, today: dt.date) -> str:
    days = (day - today).days
    if days < 0:
        return ngettext("over for %(num)d day", "over for %(num)d days", -days)
    if days > _MANY_DAYS:
        return gettext("in %(months)d months", months=round(days / _DAYS_A_MONTH))
    return ngettext("in %(num)d day", "in %(num)d days", days) if days else gettext("today")


def _renewals(contract: Contract) -> str:
    if not contract.renewals:
        return ""
    return ngettext(
        "%(num)d renewal of %(months)d months allowed",
        "%(num)d renewals of %(months)d months allowed",
        contract.renewals,
        months=contract.renewal_months or 0,
    )


def _acts_of_lots(contract: Contract, *, may_edit: bool) -> list[tuple[str, str]]:
    """What brings each lot of a file on, with its address: the file follows them."""
    found = []
    for lot in contract.lots:
        follows = next_of(lot, CONTRACT_ACTS.offers(lot, db.session))
        if follows is not None:
            words = gettext("Lot %(number)s: %(act)s", number=lot.lot_number, act=gettext(follows.label))
            found.append((words, follows.url if may_edit else ""))
    return found


def _what_next(contract: Contract, today: dt.date, *, may_edit: bool) -> dict[str, Any]:
    """The next dated thing, and the act that brings the file on."""
    label = gettext("What comes next")
    follows = next_of(contract, CONTRACT_ACTS.offers(contract, db.session))
    act = gettext(follows.label) if follows is not None else ""
    url = follows.url if follows is not None and may_edit else ""
    dated = coming(contract, today, owed_of(db.session, [contract]).get(contract.id, ()))
    if not dated:
        of_lots = [] if act else _acts_of_lots(contract, may_edit=may_edit)
        if of_lots:
            return _fact("next", label, of_lots)
        return _fact("next", label, [(act or gettext("Nothing more"), url)], tone="" if act else "soft")
    day, words = dated[0].day, gettext(dated[0].label)
    late = (today - day).days
    left = ngettext("late by %(num)d day", "late by %(num)d days", late) if late > 0 else _time_left(day, today)
    when = gettext("%(day)s, %(left)s", day=date_in_words(day), left=left)
    is_launch = contract.state is ContractState.NEED and dated[0].label == LAUNCH
    place = url if is_launch else ""
    if dated[0].label in IN_EXECUTION:
        place = url_for("ContractView.show", pk=contract.id, tab="execution", _anchor="tabs")
    fact = _fact("next", label, [(words, place)], when, tone="warn" if day < today else "")
    if act and not is_launch and contract.state is not ContractState.RUNNING:
        fact["act"] = (act, url)
    return fact
