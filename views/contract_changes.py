"""Two tabs of a contract: amendments and renewals; subcontracting, advances, penalties and evaluations."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.context import context_of
from mdo.contracts.advances import remarks_of as remarks_of_advance
from mdo.contracts.renewals import next_period, waiting
from mdo.contracts.renewals import remarks_of as remarks_of_renewal
from mdo.contracts.shares import Remark, Standing, standings_of
from mdo.contracts.subcontracting import amount_on, months_on
from mdo.contracts.subcontracting import remarks_of as remarks_of_subcontracting
from mdo.contracts.terms import AWARDED_STATES, initial_amount, terms_on
from mdo.labels import FIELD_LABELS, enum_label
from mdo.suppliers.evaluations import CRITERIA, mean_of
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, RenewalDecision, Subcontract
from models.contracts import Contract
from views.amendments import next_act
from views.base.database import db
from views.base.pages import Cell, Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.contract_rows import TAB_OF_CHANGES, TAB_OF_HOLDER

_TABLE = "mdo/panels/contract_rows.html"
Words = tuple[str, str]


def amendments_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """What changed the contract, what it weighs, and the renewal that comes next."""
    if not view.may("can_list", "AmendmentView"):
        return None
    title = gettext("Amendments and renewals")

    def fill() -> TabContent:
        today = context_of(db.session).today
        panels = (_terms_panel(contract, today), _amendments(view, contract), _renewals(view, contract, today))
        return TabContent(TAB_OF_CHANGES, title, panels)

    return TabSource(TAB_OF_CHANGES, title, fill, (Amendment, Amendment.contract_id == contract.id))


def holder_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """Who works for the holder, what is advanced and held back, and what the supplier was worth."""
    if not view.may("can_list", "SubcontractView"):
        return None
    title = gettext("Subcontracting and evaluation")

    def fill() -> TabContent:
        today = context_of(db.session).today
        parts = (_subcontracts, _advances, _penalties, _evaluations)
        return TabContent(TAB_OF_HOLDER, title, tuple(part(view, contract, today) for part in parts))

    return TabSource(TAB_OF_HOLDER, title, fill, (Subcontract, Subcontract.contract_id == contract.id))


# ---- Amendments and renewals ----------------------------------------------------------------------------------------


def _terms_panel(contract: Contract, today: dt.date) -> Panel:
    """What the contract is worth and until when it runs, changes included."""
    terms, initial = terms_on(contract, today), initial_amount(contract)
    facts = (
        Cell("initial", gettext("Initial amount before tax"), _euros(initial)),
        Cell("amount", gettext("Amount on this day"), _euros(terms.amount)),
        *((Cell("maximum", gettext("Maximum on this day"), _euros(terms.maximum)),) if terms.maximum else ()),
        Cell("months", gettext("Whole duration, renewals included"), _months(terms.months)),
        Cell("ends_on", gettext("Ends on"), value_in_words(terms.ends_on)),
    )
    return Panel(gettext("The contract as amended"), "mdo/panels/facts.html", {"facts": facts})


def _amendments(view: BackofficeView, contract: Contract) -> Panel:
    labels = FIELD_LABELS[Amendment]
    headers = (
        _text(labels["number"]),
        _text(labels["subject"]),
        _number(labels["amount_excl_tax"]),
        _number("%"),
        _number(gettext("Cumulated %")),
        _text(gettext("Limits")),
        _text(gettext("Where it stands")),
    )
    rights = view.rights_on("AmendmentView") if view.may_change(contract) else view.rights_on("AmendmentView") - _WRITES
    rows = tuple(_amendment_row(standing, rights) for standing in standings_of(contract))
    add = _add(view, contract, "AmendmentView", gettext("Add an amendment"))
    empty = gettext("No amendment: the contract is as it was signed.")
    note = gettext("« To be confirmed by the commande publique » goes for all these limits.") if rows else ""
    return _panel(gettext("Amendments"), headers, rows, add, empty, note=note)


def _amendment_row(standing: Standing, rights: set[str]) -> dict[str, Any]:
    row = standing.amendment
    following = next_act(row) if "can_edit" in rights else None
    links = ()
    if following is not None:
        method, label, icon = following
        links = (Link(gettext(label), url_for(f"AmendmentView.{method}", pk=row.id), icon),)
    details = [gettext(enum_label(row.ground))]
    if row.months:
        details.append(gettext("duration: %(months)+d months", months=row.months))
    if row.supplier is not None:
        details.append(gettext("new holder: %(name)s", name=row.supplier.name))
    return {
        "cells": (
            {"text": str(row.number)},
            {"text": row.subject, "url": _show("AmendmentView", row.id, rights), "detail": " · ".join(details)},
            {"text": _euros(row.amount_excl_tax, signed=True)},
            {"text": _percent(standing.share)},
            {"text": _percent(standing.cumulated)},
            {"pills": _pills(standing.remarks)},
            {"pills": (_standing_words(row),)},
        ),
        "label": str(row),
        "links": links,
    }


def _standing_words(row: Amendment) -> Words:
    if row.notified_on is not None:
        return "ok", gettext("Notified on %(day)s", day=value_in_words(row.notified_on))
    if row.signed_on is not None:
        return "info", gettext("Signed on %(day)s", day=value_in_words(row.signed_on))
    return "muted", gettext("Draft (contract)")


def _renewals(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels = FIELD_LABELS[Renewal]
    rights = view.rights_on("RenewalView")
    headers = tuple(_text(labels[name]) for name in ("number", "starts_on", "ends_on", "decide_by_on", "decision"))
    rows = tuple(_renewal_row(row, rights, today, is_open=view.may_change(contract)) for row in contract.periods)
    following = next_period(contract)
    remarks: tuple[Words, ...] = ()
    add = None
    if following is not None:
        remarks = _pills((waiting(contract, following.decide_by_on, today),))
        words = gettext("Prepare renewal number %(number)d", number=following.number)
        add = _add(view, contract, "RenewalView", words)
    used = sum(1 for row in contract.periods if row.decision is RenewalDecision.RENEWED)
    note = gettext("Renewals used: %(used)d of %(allowed)d.", used=used, allowed=contract.renewals)
    empty = gettext("No renewal was prepared.") if contract.renewals else gettext("This contract is not renewable.")
    return _panel(gettext("Renewals of contracts"), headers, rows, add, empty, note=note, remarks=remarks)


def _renewal_row(row: Renewal, rights: set[str], today: dt.date, *, is_open: bool) -> dict[str, Any]:
    links = ()
    if row.decision is RenewalDecision.PENDING and is_open and "can_edit" in rights:
        links = (Link(gettext("Decide"), url_for("RenewalView.decide", pk=row.id), "check2-square"),)
    decision = value_in_words(row.decision)
    if row.decided_on is not None:
        decision = gettext("%(decision)s on %(day)s", decision=decision, day=value_in_words(row.decided_on))
    return {
        "cells": (
            {"text": str(row.number), "url": _show("RenewalView", row.id, rights)},
            {"text": value_in_words(row.starts_on)},
            {"text": value_in_words(row.ends_on)},
            {"text": value_in_words(row.decide_by_on)},
            {"pills": ((tone_of(row.decision) or "muted", decision), *_pills(remarks_of_renewal(row, today)))},
        ),
        "label": str(row),
        "links": links,
    }


# ---- Subcontracting, advances, penalties, evaluations ---------------------------------------------------------------


def _subcontracts(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Subcontract], view.rights_on("SubcontractView")
    headers = (
        _text(labels["number"]),
        _text(labels["supplier"]),
        _number(gettext("Amount on this day")),
        _text(labels["months"]),
        _text(labels["notified_on"]),
    )
    found = db.session.scalars(
        select(Subcontract)
        .where(Subcontract.contract_id == contract.id)
        .order_by(Subcontract.number)
        .options(joinedload(Subcontract.supplier), selectinload(Subcontract.changes))
    ).all()
    is_open = view.may_change(contract)
    rows = []
    for row in found:
        links = []
        if is_open and row.notified_on is None and "can_edit" in rights:
            words = gettext("Accept and notify")
            links.append(Link(words, url_for("SubcontractView.accept", pk=row.id), "check-lg"))
        elif is_open and view.may("can_add", "SubcontractChangeView"):
            url = url_for("SubcontractChangeView.add", subcontract=row.id)
            links.append(Link(gettext("Change (contract)"), url, "pencil"))
        detail = gettext("Changes made: %(count)d", count=len(row.changes)) if row.changes else ""
        rows.append(
            {
                "cells": (
                    {"text": str(row.number)},
                    {
                        "text": row.supplier.name,
                        "url": _show("SubcontractView", row.id, rights),
                        "detail": row.subject,
                    },
                    {"text": _euros(amount_on(row, today)), "detail": detail},
                    {"text": value_in_words(months_on(row, today))},
                    {"text": value_in_words(row.notified_on)},
                ),
                "label": str(row),
                "links": tuple(links),
            }
        )
    remarks = _pills(remarks_of_subcontracting(db.session, contract, today)) if rows else ()
    add = _add(view, contract, "SubcontractView", gettext("Add an act of subcontracting"))
    return _panel(
        gettext("Acts of subcontracting"), headers, rows, add, gettext("Nothing is subcontracted."), remarks=remarks
    )


def _advances(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Advance], view.rights_on("AdvanceView")
    headers = (
        _text(labels["amount_incl_tax"]),
        _text(labels["rate"]),
        _text(labels["paid_on"]),
        _text(labels["repaid_on"]),
    )
    rows = []
    for row in _rows_of(Advance, contract, Advance.paid_on):
        links = ()
        if view.may_change(contract) and "can_edit" in rights and row.paid_on and row.repaid_on is None:
            links = (Link(gettext("Take back"), url_for("AdvanceView.repay", pk=row.id), "arrow-return-left"),)
        repaid = value_in_words(row.repaid_on)
        if row.repaid_incl_tax:
            repaid = f"{repaid} – {_euros(row.repaid_incl_tax)}"
        rows.append(
            {
                "cells": (
                    {"text": _euros(row.amount_incl_tax), "url": _show("AdvanceView", row.id, rights)},
                    {"text": _percent(row.rate), "pills": _pills(remarks_of_advance(row))},
                    {"text": value_in_words(row.paid_on)},
                    {"text": repaid},
                ),
                "label": str(row),
                "links": links,
            }
        )
    add = _add(view, contract, "AdvanceView", gettext("Add an advance"))
    return _panel(gettext("Advances"), headers, rows, add, gettext("No advance was paid."))


def _penalties(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Penalty], view.rights_on("PenaltyView")
    headers = (
        _text(labels["reason"]),
        _number(labels["amount_excl_tax"]),
        _text(labels["applied_on"]),
        _text(gettext("Waiver")),
    )
    rows = []
    for row in _rows_of(Penalty, contract, Penalty.applied_on):
        links = ()
        if view.may_change(contract) and "can_edit" in rights and row.waived_on is None:
            links = (Link(gettext("Waive"), url_for("PenaltyView.waive", pk=row.id), "x-circle"),)
        rows.append(
            {
                "cells": (
                    {"text": row.reason, "url": _show("PenaltyView", row.id, rights)},
                    {"text": _euros(row.amount_excl_tax)},
                    {"text": value_in_words(row.applied_on)},
                    {"text": value_in_words(row.waived_on), "detail": row.waiver_reason or ""},
                ),
                "label": str(row),
                "links": links,
            }
        )
    add = _add(view, contract, "PenaltyView", gettext("Add a penalty"))
    return _panel(gettext("Penalties"), headers, rows, add, gettext("No penalty was applied."))


def _evaluations(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Evaluation], view.rights_on("EvaluationView")
    headers = (
        _text(labels["supplier"]),
        _number(gettext("Mean (out of 4)")),
        *(_number(labels[name]) for name in CRITERIA),
        _text(labels["evaluated_on"]),
    )
    rows = [
        {
            "cells": (
                {
                    "text": row.supplier.name,
                    "url": _show("EvaluationView", row.id, rights),
                    "detail": row.comment or "",
                },
                {"text": format_decimal(mean_of(row), format="0.0")},
                *({"text": str(getattr(row, name))} for name in CRITERIA),
                {"text": value_in_words(row.evaluated_on)},
            ),
            "label": str(row),
            "links": (),
        }
        for row in _rows_of(Evaluation, contract, Evaluation.evaluated_on)
    ]
    evaluated = {row.supplier_id for row in _rows_of(Evaluation, contract, Evaluation.evaluated_on)}
    waited = [str(row.supplier) for row in contract.holders if row.supplier_id not in evaluated]
    remarks: tuple[Words, ...] = ()
    if waited and contract.ends_on is not None and contract.ends_on < today and contract.state in AWARDED_STATES:
        words = gettext("The contract has ended: evaluate %(names)s.", names=", ".join(waited))
        remarks = (("warn", words),)
    add = _add(view, contract, "EvaluationView", gettext("Evaluate the supplier"))
    return _panel(gettext("Evaluations of suppliers"), headers, rows, add, gettext("None yet."), remarks=remarks)


# ---- What they share ------------------------------------------------------------------------------------------------

_WRITES = {"can_add", "can_edit", "can_delete"}


def _panel(
    title: str,
    headers: Iterable[dict[str, Any]],
    rows: Sequence[dict[str, Any]],
    add: Link | None,
    empty: str,
    *,
    note: str = "",
    remarks: tuple[Words, ...] = (),
) -> Panel:
    data = {
        "headers": tuple(headers),
        "rows": tuple(rows),
        "links": () if add is None else (add,),
        "empty": empty,
        "note": note,
        "remarks": remarks,
        "has_links": any(row["links"] for row in rows),
    }
    return Panel(title, _TABLE, data)


def _rows_of(model: Any, contract: Contract, order: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).where(model.contract_id == contract.id).order_by(order, model.id)).all()


def _add(view: BackofficeView, contract: Contract, name: str, words: str) -> Link | None:
    """The way to add a row, for who may, on a contract that was awarded."""
    if contract.state not in AWARDED_STATES or not view.may_change(contract) or not view.may("can_add", name):
        return None
    return Link(words, url_for(f"{name}.add", contract=contract.id), "plus-lg")


def _show(view: str, pk: int, rights: set[str]) -> str:
    return url_for(f"{view}.show", pk=pk) if "can_show" in rights else ""


def _text(label: str) -> dict[str, Any]:
    return {"label": gettext(label), "is_number": False}


def _number(label: str) -> dict[str, Any]:
    return {"label": gettext(label) if label != "%" else label, "is_number": True}


def _pills(remarks: Iterable[Remark]) -> tuple[Words, ...]:
    return tuple((remark.tone, remark.words.text(gettext)) for remark in remarks)


def _euros(amount: Decimal | None, *, signed: bool = False) -> str:
    if amount is None:
        return ""
    text = f"{format_decimal(amount, format='#,##0.00')} €"
    return f"+{text}" if signed and amount > 0 else text


def _percent(share: Decimal | None) -> str:
    """With two decimals: 9,99 % and 10 % are not the same for the law."""
    return "" if share is None else gettext("%(number)s %%", number=format_decimal(share, format="0.00"))


def _months(months: int | None) -> str:
    return "" if months is None else ngettext("%(num)d month", "%(num)d months", months)
