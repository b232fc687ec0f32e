"""The tab of who works for the holder, what is advanced and held back, and what the supplier was worth."""

import datetime as dt

from flask import url_for
from flask_babel import format_decimal
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.amendments.advance_owed import advance_owed
from mdo.amendments.advances import remark_of_owed, remark_of_repayment
from mdo.amendments.advances import remarks_of as remarks_of_advance
from mdo.amendments.subcontracting import amount_on, months_on
from mdo.amendments.subcontracting import remarks_of as remarks_of_subcontracting
from mdo.contracts.figures import Balance, balance_of
from mdo.contracts.limits import stored_limits
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.thresholds import stored_thresholds
from mdo.suppliers.evaluations import CRITERIA, last_evaluations, mean_of
from models.amendments import Advance, Evaluation, Penalty, Subcontract
from models.contracts import Contract, ContractState, GroupKind
from models.suppliers import Supplier
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.contracts.panels import (
    Head,
    Words,
    euros,
    may_hang_on,
    number_head,
    panel_of_list,
    panel_row,
    percent_in_words,
    remarks_in_words,
    rows_of,
    rows_panel,
    show_url,
)
from views.contracts.rows import TAB_OF_HOLDER

_ROWS = (Subcontract, Advance, Penalty, Evaluation)


def holder_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """Who works for the holder, what is advanced and held back, what the supplier was worth; of lots, each has its own.

    Nothing without a holder.
    """
    has_rows = bool(contract.lots) and any(rows_of(model, contract, model.id) for model in _ROWS)
    if not (may_hang_on(contract) or contract.holders or has_rows) or not view.may("can_list", "SubcontractView"):
        return None
    title = gettext("Subcontracting and evaluation")

    def fill() -> TabContent:
        today = context_of(db.session).today
        parts = (_holders, _subcontracts, _advances, _penalties, _evaluations)
        return TabContent(TAB_OF_HOLDER, title, tuple(part(view, contract, today) for part in parts))

    return TabSource(TAB_OF_HOLDER, title, fill, (Subcontract, Subcontract.contract_id == contract.id))


def _holders(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    """Who holds the contract, the lead first, with what the mission knows of them."""
    labels = FIELD_LABELS[Supplier]
    headers = (labels["name"], labels["identifier"], labels["is_sme"])
    known = last_evaluations(db.session, [row.supplier_id for row in contract.holders])
    may_open = view.may("can_show", "SupplierView")
    rows = [
        panel_row(
            str(row),
            {
                "text": row.supplier.name,
                "url": url_for("SupplierView.show", pk=row.supplier_id) if may_open else "",
                "detail": known[row.supplier_id].text(gettext) if row.supplier_id in known else "",
            },
            row.supplier.identifier or "",
            value_in_words(row.supplier.is_sme),
        )
        for row in contract.holders
    ]
    note = ""
    if contract.group_kind is not GroupKind.NONE:
        kind = value_in_words(contract.group_kind).lower()
        note = gettext("Grouping: %(kind)s; the first is the lead.", kind=kind)
    file = view.table_link(contract, "holders")
    return rows_panel(gettext("Holders"), headers, rows, (), gettext("No holder yet"), note=note, file=file)


def _subcontracts(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Subcontract], view.rights_on("SubcontractView")
    amount = number_head(gettext("Amount on this day"))
    headers = (labels["number"], labels["supplier"], amount, labels["months"], labels["notified_on"])
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
        supplier = {"text": row.supplier.name, "url": show_url("SubcontractView", row.id, rights)}
        rows.append(
            panel_row(
                str(row),
                str(row.number),
                {**supplier, "detail": row.subject},
                {"text": euros(amount_on(row, today)), "detail": detail},
                value_in_words(months_on(row, today)),
                value_in_words(row.notified_on),
                links=links,
            )
        )
    remarks = remarks_in_words(remarks_of_subcontracting(db.session, contract, today)) if rows else ()
    title, empty = gettext("Acts of subcontracting"), gettext("Nothing is subcontracted.")
    add = gettext("Add an act of subcontracting")
    return panel_of_list(view, contract, "SubcontractView", title, headers, rows, add, empty, remarks=remarks)


def _advances(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Advance], view.rights_on("AdvanceView")
    headers = tuple(labels[name] for name in ("amount_incl_tax", "rate", "paid_on", "repaid_on"))
    rows = []
    found = rows_of(Advance, contract, Advance.paid_on)
    balance = balance_of(db.session, contract) if found else Balance()
    limits = stored_limits(db.session, contract, today)
    for row in found:
        links: tuple[Link, ...] = ()
        if view.may_change(contract) and "can_edit" in rights and row.paid_on and row.repaid_on is None:
            links = (Link(gettext("Take back"), url_for("AdvanceView.repay", pk=row.id), "arrow-return-left"),)
        repaid = value_in_words(row.repaid_on)
        if row.repaid_incl_tax:
            repaid = f"{repaid} – {euros(row.repaid_incl_tax)}"
        of_repayment = remark_of_repayment(row, balance, limits)
        rows.append(
            panel_row(
                str(row),
                {"text": euros(row.amount_incl_tax), "url": show_url("AdvanceView", row.id, rights)},
                {"text": percent_in_words(row.rate), "remarks": remarks_in_words(remarks_of_advance(row, limits))},
                value_in_words(row.paid_on),
                {"text": repaid, "remarks": remarks_in_words(filter(None, (of_repayment,)))},
                links=links,
            )
        )
    owed = None if found else advance_owed(contract, stored_thresholds(db.session), limits)
    remarks = () if owed is None or contract.state is ContractState.ENDED else remarks_in_words((remark_of_owed(owed),))
    title, empty = gettext("Advances"), gettext("No advance was paid.")
    add = gettext("Add an advance")
    return panel_of_list(view, contract, "AdvanceView", title, headers, rows, add, empty, remarks=remarks)


def _penalties(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Penalty], view.rights_on("PenaltyView")
    headers = (labels["reason"], number_head(labels["amount_excl_tax"]), labels["applied_on"], gettext("Waiver"))
    rows = []
    for row in rows_of(Penalty, contract, Penalty.applied_on):
        links: tuple[Link, ...] = ()
        if view.may_change(contract) and "can_edit" in rights and row.waived_on is None:
            links = (Link(gettext("Waive"), url_for("PenaltyView.waive", pk=row.id), "x-circle"),)
        rows.append(
            panel_row(
                str(row),
                {"text": row.reason, "url": show_url("PenaltyView", row.id, rights)},
                euros(row.amount_excl_tax),
                value_in_words(row.applied_on),
                {"text": value_in_words(row.waived_on), "detail": row.waiver_reason or ""},
                links=links,
            )
        )
    title, empty = gettext("Penalties"), gettext("No penalty was applied.")
    return panel_of_list(view, contract, "PenaltyView", title, headers, rows, gettext("Add a penalty"), empty)


def _evaluations(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Evaluation], view.rights_on("EvaluationView")
    marks = (gettext("Mean (out of 4)"), *(labels[name] for name in CRITERIA))
    headers: tuple[Head, ...] = (labels["supplier"], *map(number_head, marks), labels["evaluated_on"])
    found = rows_of(Evaluation, contract, Evaluation.evaluated_on)
    rows = []
    for row in found:
        supplier = {"text": row.supplier.name, "url": show_url("EvaluationView", row.id, rights)}
        rows.append(
            panel_row(
                str(row),
                {**supplier, "detail": row.comment or ""},
                format_decimal(mean_of(row), format="0.0"),
                *(str(getattr(row, name)) for name in CRITERIA),
                value_in_words(row.evaluated_on),
            )
        )
    evaluated = {row.supplier_id for row in found}
    waited = [str(row.supplier) for row in contract.holders if row.supplier_id not in evaluated]
    remarks: tuple[Words, ...] = ()
    if waited and contract.ends_on is not None and contract.ends_on < today and contract.state in AWARDED_STATES:
        words = gettext("The contract has ended: evaluate %(names)s.", names=", ".join(waited))
        remarks = (("warn", words),)
    title, empty = gettext("Evaluations of suppliers"), gettext("No evaluation was made.")
    add = gettext("Evaluate the supplier")
    return panel_of_list(view, contract, "EvaluationView", title, headers, rows, add, empty, remarks=remarks)
