"""The lots of a file in its tab « Exécution »: the figures of each, and their sum."""

from decimal import Decimal
from typing import Any

from flask import url_for

from mdo.contracts.figures import Balance
from mdo.contracts.lots import LOT_COLUMNS, LotLine, lot_lines
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.base.record import RelatedList
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.contracts.figures import euros
from views.contracts.panels import Head, number_head, panel_row, rows_panel
from views.execution.screens import EXECUTION

_TITLE = N_("Figures of the lots")
_FIGURES = ("ceiling", "ordered", "invoiced", "paid", "left")
_HEADS = (N_("Ceiling"), N_("Ordered"), N_("Invoiced"), N_("Paid (contract)"), N_("Left"))
LOT_FIGURES = RelatedList(
    "lot_figures",
    Contract,
    LOT_COLUMNS,
    lambda file: Contract.allotment_id == file.id,
    (Contract.lot_number,),
    title=_TITLE,
    lines=lambda file: lot_lines(db.session, file),
)


def lot_figures_panel(view: BackofficeView, file: Contract, balance: Balance) -> Panel:
    """Each lot that was not given up with its own figures, then `balance`, their sum."""
    heads: tuple[Head, ...] = (N_("Lot"), FIELD_LABELS[Contract]["state"], *map(number_head, _HEADS))
    opens = view.may("can_show")
    rows = [_row(line, file, opens=opens) for line in lot_lines(db.session, file)]
    rows.append(panel_row("", gettext("Sum of the lots"), "", *_amounts(balance)))
    note = gettext(
        "Amounts before tax. Orders, deliverables and invoices are written on the page of each lot; a lot is counted"
        " from its award on."
    )
    title, link = gettext(_TITLE), view.table_link(file, LOT_FIGURES.name)
    return rows_panel(title, heads, rows, (), "", note=note, file=link)


def _row(line: LotLine, file: Contract, *, opens: bool) -> dict[str, Any]:
    lot = line.contract
    if lot is file:
        first: dict[str, Any] = {"text": gettext("The file itself")}
    else:
        url = url_for("ContractView.show", pk=lot.id, tab=EXECUTION, _anchor="tabs") if opens else ""
        first = {"text": lot.title, "url": url, "detail": lot.number}
    state = {"text": value_in_words(lot.state), "tone": tone_of(lot.state) or "muted"}
    return panel_row("", first, state, *_amounts(line.balance))


def _amounts(balance: Balance | None) -> list[str]:
    values: list[Decimal | None] = [None if balance is None else getattr(balance, name) for name in _FIGURES]
    return [euros(value) or "–" for value in values]
