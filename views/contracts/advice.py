"""What the page and the form of a contract say for someone to judge: the procedure of the amount, the guard against
splitting, remarks. Nothing here stops anything, and nothing says that a file is in order."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for

from mdo.amendments.advances import is_to_take_back, remark_of_repayment
from mdo.contracts.figures import Balance, balance_of
from mdo.contracts.legality import review_of, sent_too_late, step_set_aside
from mdo.contracts.limits import LegalLimits, stored_limits
from mdo.contracts.remark_words import OK
from mdo.contracts.remarks import remarks_of
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation, amount_in_words
from mdo.procurement.choice import lots_worth
from mdo.procurement.law import stored_need_law
from mdo.procurement.need import qualify
from mdo.procurement.splitting import (
    CountedNeed,
    Others,
    needs_among,
    needs_of_family,
    other_families,
    others_of,
    same_supplier,
    splitting_of,
)
from models.amendments import Advance
from models.bounds import FIRST_DAY, LAST_DAY
from models.contracts import Contract, ContractState
from models.procurement import FigureCode, Threshold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.forms import RecordForm
from views.base.pages import Panel
from views.base.words import date_in_words
from views.contracts.panels import rows_of
from views.contracts.rows import TAB_OF_HOLDER
from views.procurement.need_advice import PageRemark, correction, need_remarks, qualified
from views.security.gate import may
from views.tenders.remarks import tender_remarks

# What the advice follows from, as the fields are called in the form.
FIELDS = (
    "estimate_excl_tax",
    "maximum_excl_tax",
    "launch_on",
    "cpv",
    "family",
    "procedure",
    "allotment",
    "framework",
)


def page_remarks(contract: Contract, *, may_edit: bool) -> tuple[PageRemark, ...]:
    """What is said of a stored file."""
    today = context_of(db.session).today
    limits = stored_limits(db.session, contract, today)
    longest = limits.of(FigureCode.FRAMEWORK_MONTHS)
    own = tuple(_with_field(contract, remark, may_edit=may_edit) for remark in remarks_of(contract, today, longest))
    if contract.state is ContractState.ABANDONED:
        return own
    law = stored_need_law(db.session)
    needs = needs_of_family(db.session, contract, today)
    of_law = (
        _splitting(needs, contract, law.thresholds, limits),
        *need_remarks(contract, law, today, may_edit=may_edit),
    )
    found = (
        *tender_remarks(contract, may_edit=may_edit),
        *of_law,
        *_review(contract, today),
        *_advances(contract, limits),
    )
    told = (*own, *(remark for remark in found if remark is not None))
    return (*told, *_other_families(contract), *_same_supplier(contract, limits, today))


def _review(contract: Contract, today: dt.date) -> Iterable[PageRemark]:
    """A contract that goes to the review of legality by its amount, and whose step was set aside."""
    if contract.state in AWARDED_STATES and not contract.lots:
        review = review_of(db.session, contract, today)
        told = step_set_aside(contract, review)
        if told is not None:
            yield PageRemark(told.text(gettext), "warning" if contract.notified_on is None else "danger")
        late = sent_too_late(contract, review) if contract.state is not ContractState.ENDED else None
        if late is not None:
            yield PageRemark(late.text(gettext), "danger")


def _advances(contract: Contract, limits: LegalLimits) -> Iterable[PageRemark]:
    """An advance that should be taken back by now."""
    rows = [row for row in rows_of(Advance, contract, Advance.paid_on) if is_to_take_back(row)]
    balance = balance_of(db.session, contract) if rows else Balance()
    for row in rows:
        found = remark_of_repayment(row, balance, limits)
        if found is not None and found.tone != OK:
            url = url_for("ContractView.show", pk=contract.id, tab=TAB_OF_HOLDER, _anchor="tabs")
            yield PageRemark(found.words.text(gettext), "warning", ((gettext("Advances"), url),))


def splitting_remarks(contract: Contract | None) -> tuple[PageRemark, ...]:
    """The guard against splitting where something is ordered: the need is the file's, or the framework contract's."""
    need = None if contract is None else contract.framework or contract.allotment or contract
    if need is None:
        return ()
    today = context_of(db.session).today
    needs, limits = needs_of_family(db.session, need, today), stored_limits(db.session, need, today)
    found = _splitting(needs, need, stored_need_law(db.session).thresholds, limits)
    return () if found is None else (found,)


def form_advice(form: RecordForm, row: Contract | None, after: str) -> Panel:
    """The panel under a field of the form; the script asks for it again when a field that counts changes."""
    values = {name: form[name].data for name in FIELDS if name in form}
    data = {
        "remarks": typed_remarks(values, row),
        "url": url_for("ContractView.advise", contract=row.id if row is not None else None),
        "fields": " ".join(values),
        "after": after,
    }
    return Panel(gettext("The procedure that follows from the amount"), "contracts/advice.html", data)


def typed_remarks(values: Mapping[str, Any], row: Contract | None) -> tuple[PageRemark, ...]:
    """What is said of the values of a form; nothing of a lot, which follows its file."""
    today = context_of(db.session).today
    amount, maximum = (_amount(values.get(name)) for name in ("estimate_excl_tax", "maximum_excl_tax"))
    launch_on = values.get("launch_on")
    if values.get("allotment") or values.get("framework") or (amount is None and maximum is None):
        return ()
    if launch_on is not None and not FIRST_DAY <= launch_on <= LAST_DAY:
        return ()  # the field itself refuses such a day, and twelve months after it there may be no date
    lots = [] if row is None else lots_worth(row)
    known = [lot for lot in lots if lot is not None]
    worth = max(value for value in (amount, maximum, sum(known, Decimal(0))) if value is not None)
    draft = Contract(
        estimate_excl_tax=worth,
        launch_on=launch_on,
        family_id=values.get("family"),
        procedure=values.get("procedure"),
        state=ContractState.NEED,
    )
    law, limits = stored_need_law(db.session), stored_limits(db.session, draft, today)
    stored = needs_of_family(db.session, draft, today)
    others = [need for need in stored if row is None or need.contract.id != row.id]
    needs = sorted([*others, *needs_among([draft], today)], key=lambda need: need.day)
    try:
        asked = qualify(amount, launch_on or today, law, maximum=maximum, cpv=values.get("cpv"), lots=lots)
        of_need = tuple(qualified(asked, draft))
    except RuleViolation as refusal:
        of_need = (PageRemark(refusal.text(gettext), "info"),)
    found = (*of_need, _splitting(needs, draft, law.thresholds, limits))
    return tuple(remark for remark in found if remark is not None)


def _amount(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _splitting(
    needs: Sequence[CountedNeed], contract: Contract, thresholds: Sequence[Threshold], limits: LegalLimits
) -> PageRemark | None:
    months = limits.of(FigureCode.NEED_MONTHS)
    if months is None:
        return PageRemark(limits.unknown().text(gettext)) if len(needs) > 1 else None
    try:
        found = splitting_of(needs, contract, thresholds, int(months), others_of(db.session, contract))
    except RuleViolation:
        return None  # the table of thresholds says nothing of that day, which the procedure tells already
    if found is None:
        return None
    text = gettext(
        "At least %(total)s € before tax over %(months)s months, threshold %(threshold)s €: needs of one homogeneous "
        "family are added up, whatever the suppliers (%(basis)s).",
        total=amount_in_words(found.total),
        months=int(months),
        threshold=amount_in_words(found.threshold.amount_excl_tax),
        basis=found.threshold.legal_basis,
    )
    links = tuple((_need_in_words(need), _url_of(need.contract)) for need in found.needs)
    if found.others is None:
        note = gettext(
            "At least: from the files of the mission alone. Note in the family what the other directions bought; to be "
            "confirmed by the commande publique."
        )
    else:
        links = (*links, (_others_in_words(found.others), ""))
        note = gettext(
            "At least: from the files of the mission and that figure, to be confirmed by the commande publique."
        )
    return PageRemark(text, "warning", links, note)


def _others_in_words(others: Others) -> str:
    return gettext(
        "other directions of the city: %(amount)s € known on %(day)s (%(source)s)",
        amount=amount_in_words(others.amount),
        day=date_in_words(others.day),
        source=others.source,
    )


def _other_families(contract: Contract) -> Iterable[PageRemark]:
    found = other_families(db.session, contract)
    if found:
        links = tuple((f"{other} ({other.family})", _url_of(other)) for other in found)
        text = gettext(
            "The CPV code %(cpv)s is that of files of another homogeneous family: one need may live in two families, "
            "which are not added up. The CPV is a sign, the family decides: check both.",
            cpv=contract.cpv,
        )
        yield PageRemark(text, "warning", links, gettext("To be confirmed by the commande publique."))


def _need_in_words(need: CountedNeed) -> str:
    what = need.contract if need.contract.number else gettext("this file")
    return gettext(
        "%(what)s: %(amount)s €, %(day)s", what=what, amount=amount_in_words(need.amount), day=date_in_words(need.day)
    )


def _url_of(contract: Contract) -> str:
    is_open = contract.id is not None and may("can_show", "ContractView")
    return url_for("ContractView.show", pk=contract.id) if is_open else ""


def _same_supplier(contract: Contract, limits: LegalLimits, today: dt.date) -> Iterable[PageRemark]:
    months = limits.of(FigureCode.NEED_MONTHS)
    if months is None or contract.state is ContractState.ENDED:
        return
    others = same_supplier(db.session, contract, int(months), today)
    if others:
        text = gettext(
            "Other contracts of these holders in the last %(months)s months (for information):", months=int(months)
        )
        yield PageRemark(text, "info", tuple((str(other), _url_of(other)) for other in others))


def _with_field(contract: Contract, remark: RuleViolation, *, may_edit: bool) -> PageRemark:
    links = correction(contract, remark.field) if may_edit and remark.field else ()
    return PageRemark(remark.text(gettext), "warning", links)
