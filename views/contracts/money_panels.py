"""The contracts, orders and invoices that count in the money of something: each with its day and its amounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from mdo.execution.ledger import Item, Money
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import MODEL_LABELS
from models.contracts import Contract
from models.execution import Invoice
from views.base.catalogues import gettext
from views.base.pages import Panel
from views.base.record import VIEW_OF_MODEL
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.contracts.panels import euros, number_head, panel_row, rows_panel


def commitments_panel(
    view: BackofficeView, money: Money, others: Mapping[tuple[str, int], Sequence[str]], empty: str
) -> Panel:
    """The contracts and the orders that count, with what else each names: `others`, by column and id."""
    rows = []
    for item in money.commitments:
        is_contract = isinstance(item.row, Contract)
        also = others.get(("contract_id" if is_contract else "order_id", item.row.id), ())
        kind = gettext("Lump sum at the notification") if is_contract else gettext(MODEL_LABELS[type(item.row)][0])
        detail = gettext("names too: %(projects)s", projects=", ".join(also)) if also else ""
        rows.append(_row(view, item, kind, {"detail": detail}))
    headers = (N_("What is committed"), N_("Kind"), N_("Day"), *_amounts())
    title = gettext("Committed (budget)")
    note = gettext("What names several projects or calls counts in each, and once in any total.")
    return rows_panel(title, headers, rows, (), empty, note=note if rows else "")


def invoices_panel(view: BackofficeView, money: Money) -> Panel:
    """The invoices that count."""
    rows = [
        _row(view, item, gettext("Paid (invoice)") if item.is_paid else gettext("To pay"), {})
        for item in money.invoices
    ]
    headers = (MODEL_LABELS[Invoice][0], N_("State"), N_("Day"), *_amounts())
    return rows_panel(gettext("Invoiced"), headers, rows, (), gettext("No invoice yet."))


def _amounts() -> tuple[dict[str, Any], dict[str, Any]]:
    return number_head(N_("Before tax (€)")), number_head(N_("With tax (€)"))


def _row(view: BackofficeView, item: Item, kind: str, more: dict[str, Any]) -> dict[str, Any]:
    name = VIEW_OF_MODEL[type(item.row)]
    url = url_for(f"{name}.show", pk=item.row.id) if view.may("can_show", name) else ""
    return panel_row(
        str(item.row),
        {"text": str(item.row), "url": url, **more},
        kind,
        value_in_words(item.on),
        euros(item.euros.excl_tax),
        euros(item.euros.incl_tax),
    )
