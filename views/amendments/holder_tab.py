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
    Words,
    add_link,
    euros,
    list_file,
    may_hang_on,
    number_head,
    percent_in_words,
    remarks_in_words,
    rows_of,
    rows_panel,
    show_url,
    text_head,
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
    headers = (
        text_head(labels["name"]),
        text_head(labels["identifier"]),
        text_head(labels["is_sme"]),
    )
    known = last_evaluations(db.session, [row.supplier_id for row in contract.holders])
    may_open = view.may("can_show", "SupplierView")
    rows = [
        {
            "cells": (
                {
                    "text": row.supplier.name,
                    "url": url_for("SupplierView.show", pk=row.supplier_id) if may_open else "",
                    "detail": known[row.supplier_id].text(gettext) if row.supplier_id in known else "",
                },
                {"text": row.supplier.identifier or ""},
                {"text": value_in_words(row.supplier.is_sme)},
            ),
            "label": str(row),
            "links": (),
        }
        for row in contract.holders
    ]
    link = view.table_link(contract, "holders")
    note = ""
    if contract.group_kind is not GroupKind.NONE:
        kind = value_in_words(contract.group_kind).lower()
        note = gettext("Grouping: %(kind)s; the first is the lead.", kind=kind)
    return rows_panel(gettext("Holders"), headers, rows, None, gettext("No holder yet"), note=note, file=link)


def _subcontracts(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Subcontract], view.rights_on("SubcontractView")
    headers = (
        text_head(labels["number"]),
        text_head(labels["supplier"]),
        number_head(gettext("Amount on this day")),
        text_head(labels["months"]),
        text_head(labels["notified_on"]),
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
                        "url": show_url("SubcontractView", row.id, rights),
                        "detail": row.subject,
                    },
                    {"text": euros(amount_on(row, today)), "detail": detail},
                    {"text": value_in_words(months_on(row, today))},
                    {"text": value_in_words(row.notified_on)},
                ),
                "label": str(row),
                "links": tuple(links),
            }
        )
    remarks = remarks_in_words(remarks_of_subcontracting(db.session, contract, today)) if rows else ()
    add = add_link(view, contract, "SubcontractView", gettext("Add an act of subcontracting"))
    title, empty = gettext("Acts of subcontracting"), gettext("Nothing is subcontracted.")
    link = list_file(view, contract, "SubcontractView", title)
    return rows_panel(title, headers, rows, add, empty, remarks=remarks, file=link)


def _advances(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Advance], view.rights_on("AdvanceView")
    headers = (
        text_head(labels["amount_incl_tax"]),
        text_head(labels["rate"]),
        text_head(labels["paid_on"]),
        text_head(labels["repaid_on"]),
    )
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
            {
                "cells": (
                    {"text": euros(row.amount_incl_tax), "url": show_url("AdvanceView", row.id, rights)},
                    {"text": percent_in_words(row.rate), "remarks": remarks_in_words(remarks_of_advance(row, limits))},
                    {"text": value_in_words(row.paid_on)},
                    {"text": repaid, "remarks": remarks_in_words(filter(None, (of_repayment,)))},
                ),
                "label": str(row),
                "links": links,
            }
        )
    add = add_link(view, contract, "AdvanceView", gettext("Add an advance"))
    owed = None if found else advance_owed(contract, stored_thresholds(db.session), limits)
    remarks = () if owed is None or contract.state is ContractState.ENDED else remarks_in_words((remark_of_owed(owed),))
    title, empty = gettext("Advances"), gettext("No advance was paid.")
    link = list_file(view, contract, "AdvanceView", title)
    return rows_panel(title, headers, rows, add, empty, remarks=remarks, file=link)


def _penalties(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Penalty], view.rights_on("PenaltyView")
    headers = (
        text_head(labels["reason"]),
        number_head(labels["amount_excl_tax"]),
        text_head(labels["applied_on"]),
        text_head(gettext("Waiver")),
    )
    rows = []
    for row in rows_of(Penalty, contract, Penalty.applied_on):
        links: tuple[Link, ...] = ()
        if view.may_change(contract) and "can_edit" in rights and row.waived_on is None:
            links = (Link(gettext("Waive"), url_for("PenaltyView.waive", pk=row.id), "x-circle"),)
        rows.append(
            {
                "cells": (
                    {"text": row.reason, "url": show_url("PenaltyView", row.id, rights)},
                    {"text": euros(row.amount_excl_tax)},
                    {"text": value_in_words(row.applied_on)},
                    {"text": value_in_words(row.waived_on), "detail": row.waiver_reason or ""},
                ),
                "label": str(row),
                "links": links,
            }
        )
    add = add_link(view, contract, "PenaltyView", gettext("Add a penalty"))
    title, empty = gettext("Penalties"), gettext("No penalty was applied.")
    link = list_file(view, contract, "PenaltyView", title)
    return rows_panel(title, headers, rows, add, empty, file=link)


def _evaluations(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    labels, rights = FIELD_LABELS[Evaluation], view.rights_on("EvaluationView")
    headers = (
        text_head(labels["supplier"]),
        number_head(gettext("Mean (out of 4)")),
        *(number_head(labels[name]) for name in CRITERIA),
        text_head(labels["evaluated_on"]),
    )
    rows = [
        {
            "cells": (
                {
                    "text": row.supplier.name,
                    "url": show_url("EvaluationView", row.id, rights),
                    "detail": row.comment or "",
                },
                {"text": format_decimal(mean_of(row), format="0.0")},
                *({"text": str(getattr(row, name))} for name in CRITERIA),
                {"text": value_in_words(row.evaluated_on)},
            ),
            "label": str(row),
            "links": (),
        }
        for row in rows_of(Evaluation, contract, Evaluation.evaluated_on)
    ]
    evaluated = {row.supplier_id for row in rows_of(Evaluation, contract, Evaluation.evaluated_on)}
    waited = [str(row.supplier) for row in contract.holders if row.supplier_id not in evaluated]
    remarks: tuple[Words, ...] = ()
    if waited and contract.ends_on is not None and contract.ends_on < today and contract.state in AWARDED_STATES:
        words = gettext("The contract has ended: evaluate %(names)s.", names=", ".join(waited))
        remarks = (("warn", words),)
    add = add_link(view, contract, "EvaluationView", gettext("Evaluate the supplier"))
    title, empty = gettext("Evaluations of suppliers"), gettext("No evaluation was made.")
    link = list_file(view, contract, "EvaluationView", title)
    return rows_panel(title, headers, rows, add, empty, remarks=remarks, file=link)
