"""The tab « Exécution » of a contract: its orders, its deliverables, its invoices, each with its next act."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.contracts.figures import Balance, balance_of_file, is_counted
from mdo.contracts.lots import standing_lots
from mdo.execution import deliverables, invoices
from mdo.execution.orders import order_total
from mdo.execution.states import DELIVERABLE_ACTS, INVOICE_ACTS, ORDER_ACTS
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.states.acts import Act
from models.contracts import Contract
from models.execution import Deliverable, Invoice, OrderState, PurchaseOrder
from views.base.acting import links_to
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Cell, Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.contracts.figures import euros
from views.contracts.lots import lot_figures_panel
from views.contracts.panels import RowCell, list_file, number_head, panel_row, rows_panel, show_url
from views.execution.screens import EXECUTION

# More rows are in the lists, where they are filtered.
_MOST = 50


def execution_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """What is ordered, delivered and invoiced, on its lots where it has some; nothing before the award."""
    if not is_counted(contract) or not view.may("can_list", "OrderView"):
        return None
    title = gettext("Performance of the contract")

    def fill() -> TabContent:
        today = context_of(db.session).today
        balance = balance_of_file(db.session, contract)
        own = [_orders(view, contract), _deliverables(view, contract, today), _invoices(view, contract, today)]
        if contract.lots:
            own = [lot_figures_panel(view, contract, balance), *(panel for panel in own if panel.data["rows"])]
        return TabContent(EXECUTION, title, (*own, _totals(balance)))

    ids = [row.id for row in (contract, *standing_lots(contract))]
    return TabSource(EXECUTION, title, fill, (PurchaseOrder, PurchaseOrder.contract_id.in_(ids)))


def _totals(balance: Balance) -> Panel:
    facts = (
        Cell("to_invoice", gettext("Ordered, to be invoiced (before tax)"), euros(balance.to_invoice)),
        Cell("to_pay", gettext("Invoiced, to be paid (before tax)"), euros(balance.to_pay)),
        Cell("ordered", gettext("Ordered here, with tax"), euros(balance.ordered_incl_tax)),
        Cell("invoiced", gettext("Invoiced here, with tax"), euros(balance.invoiced_incl_tax)),
        Cell("paid", gettext("Paid here, with tax"), euros(balance.paid_incl_tax)),
    )
    return Panel(gettext("Sums"), "base/panels/facts.html", {"facts": facts})


def _orders(view: BackofficeView, contract: Contract) -> Panel:
    rows = [
        _row(
            order,
            view.may_change(contract),
            view.rights_on("OrderView"),
            "OrderView",
            ORDER_ACTS.offers(order, None),
            {"text": order.number, "detail": order.subject},
            value_in_words(order.ordered_on),
            euros(order_total(order)),
            _pill(order.state),
        )
        for order in _found(PurchaseOrder, contract, PurchaseOrder.ordered_on.desc(), selectinload(PurchaseOrder.lines))
    ]
    labels = FIELD_LABELS[PurchaseOrder]
    headers = (labels["number"], labels["ordered_on"], labels["total_excl_tax"], labels["state"])
    drafts = sum(1 for order in contract_orders(contract) if order.state is OrderState.DRAFT)
    note = ngettext("%(num)d draft does not count yet.", "%(num)d drafts do not count yet.", drafts) if drafts else ""
    return _panel(view, contract, "OrderView", gettext("Purchase orders"), headers, rows, gettext("Add an order"), note)


def contract_orders(contract: Contract) -> Sequence[PurchaseOrder]:
    """The orders of a contract, as they are in memory or in the database."""
    return db.session.scalars(select(PurchaseOrder).where(PurchaseOrder.contract_id == contract.id)).all()


def _deliverables(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    rows = [
        _row(
            row,
            view.may_change(contract),
            view.rights_on("DeliverableView"),
            "DeliverableView",
            DELIVERABLE_ACTS.offers(row, None),
            {"text": row.name},
            {"text": value_in_words(row.due_on), "detail": _lateness(deliverables.late_days(row, today))},
            value_in_words(row.received_on),
            {**_pill(deliverables.deliverable_status(row, today)), "detail": _tacit(row, today)},
        )
        for row in _found(Deliverable, contract, Deliverable.due_on)
    ]
    labels = FIELD_LABELS[Deliverable]
    headers = (labels["name"], labels["due_on"], labels["received_on"], labels["status"])
    words = gettext("Add a deliverable")
    return _panel(view, contract, "DeliverableView", gettext("Deliverables"), headers, rows, words)


def _invoices(view: BackofficeView, contract: Contract, today: dt.date) -> Panel:
    rows = [
        _row(
            row,
            view.may_change(contract),
            view.rights_on("InvoiceView"),
            "InvoiceView",
            INVOICE_ACTS.offers(row, None)[:1],
            {"text": row.number, "detail": row.subject or ""},
            value_in_words(row.received_on),
            {"text": value_in_words(invoices.pay_by(row)), "detail": _lateness(invoices.late_days(row, today))},
            euros(invoices.total_excl_tax(row)),
            {**_pill(invoices.invoice_status(row, today)), "detail": value_in_words(row.paid_on)},
        )
        for row in _found(
            Invoice,
            contract,
            Invoice.received_on.desc(),
            selectinload(Invoice.lines),
            selectinload(Invoice.payment_figures),
        )
    ]
    labels = FIELD_LABELS[Invoice]
    headers = (labels["number"], labels["received_on"], labels["pay_by"], labels["total_excl_tax"], labels["status"])
    return _panel(view, contract, "InvoiceView", gettext("Invoices"), headers, rows, gettext("Add an invoice"))


def _found(model: Any, contract: Contract, order: Any, *options: Any) -> Sequence[Any]:
    statement = select(model).where(model.contract_id == contract.id).order_by(order, model.id).limit(_MOST + 1)
    return db.session.scalars(statement.options(*options)).all()


def _pill(status: Any) -> dict[str, Any]:
    return {"text": value_in_words(status), "tone": tone_of(status) or "muted"}


def _lateness(days: int) -> str:
    return ngettext("%(num)d day late", "%(num)d days late", days) if days else ""


def _tacit(row: Deliverable, today: dt.date) -> str:
    day = deliverables.tacit_on(row)
    if day is None:
        return ""
    words = value_in_words(day)
    if day <= today:
        return gettext("admitted by silence on %(day)s (to be confirmed)", day=words)
    return gettext("decide before %(day)s (to be confirmed)", day=words)


def _row(
    row: Any,
    may_change: bool,
    rights: set[str],
    view: str,
    acts: Sequence[Act],
    first: dict[str, Any],
    *others: RowCell,
) -> dict[str, Any]:
    links = links_to(view, row, acts) if may_change and "can_edit" in rights else ()
    return panel_row(str(row), {**first, "url": show_url(view, row.id, rights)}, *others, links=links)


def _panel(
    view: BackofficeView,
    contract: Contract,
    name: str,
    title: str,
    headers: Sequence[str],
    rows: Sequence[dict[str, Any]],
    words: str,
    note: str = "",
) -> Panel:
    links = []
    if view.may_change(contract) and view.may("can_add", name):
        links.append(Link(words, url_for(f"{name}.add", contract=contract.id), "plus-lg"))
    if len(rows) > _MOST:
        rows = rows[:_MOST]
        links.append(Link(gettext("See all: %(what)s", what=title), url_for(f"{name}.list", f_contract=contract.id)))
    amount = FIELD_LABELS[PurchaseOrder]["total_excl_tax"]
    heads = [number_head(label) if label == amount else label for label in headers]
    file = list_file(view, contract, name, title)
    return rows_panel(title, heads, rows, links, gettext("None yet."), note=note, file=file)
