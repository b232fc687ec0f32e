"""Panels of rows that hang on a contract, and their values in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from sqlalchemy import select

from mdo.contracts.remark_words import Remark
from mdo.contracts.terms import AWARDED_STATES
from models.contracts import Contract
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Link, Panel
from views.base.record_tables import excel_link
from views.base.view import BackofficeView

_TABLE = "contracts/rows.html"
Words = tuple[str, str]

WRITES = {"can_add", "can_edit", "can_delete"}


Head = str | dict[str, Any]
RowCell = str | dict[str, Any]


def rows_panel(
    title: str,
    headers: Iterable[Head],
    rows: Sequence[dict[str, Any]],
    links: Iterable[Link | None],
    empty: str,
    *,
    note: str = "",
    remarks: Iterable[Words] = (),
    file: Link | None = None,
) -> Panel:
    """A table with what may be done under it; `file` is offered once there are rows. A header is a message id."""
    data = {
        "headers": tuple(_head(item) if isinstance(item, str) else item for item in headers),
        "rows": tuple(rows),
        "links": tuple(link for link in (*links, file if rows else None) if link is not None),
        "empty": empty,
        "note": note,
        "remarks": tuple(remarks),
        "has_links": any(row["links"] for row in rows),
    }
    return Panel(title, _TABLE, data)


def panel_of_list(
    view: BackofficeView,
    contract: Contract,
    name: str,
    title: str,
    headers: Iterable[Head],
    rows: Sequence[dict[str, Any]],
    add: str,
    empty: str,
    **others: Any,
) -> Panel:
    """The rows of a contract that another view lists: to add one there (in the words of `add`), or to take its list."""
    file = list_file(view, contract, name, title)
    return rows_panel(title, headers, rows, (add_link(view, contract, name, add),), empty, file=file, **others)


def panel_row(label: str, *cells: RowCell, links: Sequence[Link] = ()) -> dict[str, Any]:
    """A row: a cell is its words, or says with them what the template knows (tone, url, detail, remarks)."""
    return {
        "cells": tuple({"text": cell} if isinstance(cell, str) else cell for cell in cells),
        "label": label,
        "links": tuple(links),
    }


def rows_of(model: Any, contract: Contract, order: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).where(model.contract_id == contract.id).order_by(order, model.id)).all()


def may_hang_on(contract: Contract) -> bool:
    """Whether amendments, subcontracts and the like hang on a contract: it was awarded, and is not bought by lots."""
    return contract.state in AWARDED_STATES and not contract.lots


def add_link(view: BackofficeView, contract: Contract, name: str, words: str) -> Link | None:
    """The way to add a row, for who may, on a contract that was awarded."""
    if contract.state not in AWARDED_STATES or not view.may_change(contract) or not view.may("can_add", name):
        return None
    return Link(words, url_for(f"{name}.add", contract=contract.id), "plus-lg")


def list_file(view: BackofficeView, contract: Contract, name: str, words: str) -> Link | None:
    """The rows of a contract as the list of their view exports them, for who may take it."""
    if not view.may("can_export", name):
        return None
    return excel_link(words, url_for(f"{name}.export", f_contract=contract.id))


def show_url(view: str, pk: int, rights: set[str]) -> str:
    return url_for(f"{view}.show", pk=pk) if "can_show" in rights else ""


def _head(label: str) -> dict[str, Any]:
    return {"label": gettext(label), "is_number": False}


def number_head(label: str) -> dict[str, Any]:
    return {"label": gettext(label) if label != "%" else label, "is_number": True}


def remarks_in_words(remarks: Iterable[Remark]) -> tuple[Words, ...]:
    return tuple((remark.tone, remark.words.text(gettext)) for remark in remarks)


def euros(amount: Decimal | None, *, signed: bool = False) -> str:
    if amount is None:
        return ""
    text = f"{format_decimal(amount, format='#,##0.00')} €"
    return f"+{text}" if signed and amount > 0 else text


def percent_in_words(share: Decimal | None) -> str:
    """With two decimals: 9,99 % and 10 % are not the same for the law."""
    return "" if share is None else gettext("%(number)s %%", number=format_decimal(share, format="0.00"))


def months_in_words(months: int | None) -> str:
    return "" if months is None else ngettext("%(num)d month", "%(num)d months", months)
