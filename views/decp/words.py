"""The essential data of a contract in words: what lacks with where to fill it, what changed, what leaves as a file."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, url_for
from flask_babel import format_decimal

from mdo.decp.changed_parts import ChangedPart, parts_of
from mdo.decp.record import Data
from mdo.decp.releases import Difference
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import as_attachment, note
from views.base.fields import MAX_ID, parse_date
from views.base.words import date_in_words, value_in_words
from views.contracts.panels import euros, months_in_words
from views.contracts.rows import TAB_OF_CHANGES, TAB_OF_HOLDER

VIEW, TAB = "OpenDataView", "open_data"
_TABS = {"amendments": TAB_OF_CHANGES, "subcontracts": TAB_OF_HOLDER}
_JSON = "application/json"


def contract_of(pk: int) -> Contract:
    """The contract that an address names; 404 without one."""
    found = db.session.get(Contract, pk) if pk <= MAX_ID else None
    if found is None:
        abort(404)
    return found


def tab_url(contract: Contract) -> str:
    """The tab of the essential data, on the page of a contract."""
    return url_for("ContractView.show", pk=contract.id, tab=TAB, _anchor="tabs")


def faults_in_words(
    contract: Contract, faults: Sequence[RuleViolation], *, may_edit: bool
) -> tuple[dict[str, str], ...]:
    """What lacks: the sentence and, for who may write it, the address of the field."""
    return tuple(
        {
            "text": fault.text(gettext),
            "field": gettext(FIELD_LABELS[Contract].get(fault.field or "", "")) if fault.field else "",
            "url": _where(contract, fault) if may_edit else "",
        }
        for fault in faults
    )


def _where(contract: Contract, fault: RuleViolation) -> str:
    field = fault.field or ""
    if fault.params.get("supplier"):
        return url_for("SupplierView.edit", pk=fault.params["supplier"], _anchor="identifier")
    if field in _TABS:
        return url_for("ContractView.show", pk=contract.id, tab=_TABS[field], _anchor="tabs")
    if field == "framework" and contract.framework_id is not None:
        return url_for("ContractView.edit", pk=contract.framework_id, _anchor="procedure")
    if field == "holders":
        if contract.state is ContractState.PROCEDURE:
            return url_for("ContractView.act", pk=contract.id, name="award")
        return url_for("ContractView.show", pk=contract.id)
    return url_for("ContractView.edit", pk=contract.id, _anchor=field)


def difference_in_words(difference: Difference) -> tuple[str, str, str]:
    """What was changed, what was published of it, what the file says today."""
    shown = _act if difference.is_later_act else _flat
    return gettext(difference.label), shown(difference.published), shown(difference.now)


def _act(item: Any) -> str:
    """A modification or an act: « n° 1, notified on 01/10/2026, … »."""
    if not item:
        return ""
    words = {
        ChangedPart.NUMBER: lambda value: f"n° {value}",
        ChangedPart.NOTIFIED: lambda value: gettext("notified on %(day)s", day=_flat(value)),
        ChangedPart.PUBLISHED: lambda value: gettext("published on %(day)s", day=_flat(value)),
        ChangedPart.AMOUNT: euros,
        ChangedPart.MONTHS: months_in_words,
        ChangedPart.OTHER: _flat,
    }
    return ", ".join(words[part](value) for part, value in parts_of(item))


def _flat(value: Any) -> str:
    """A part of a record on one line, without the State's keys."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_flat, value.values())))
    if isinstance(value, list):
        return " / ".join(filter(None, map(_flat, value)))
    if isinstance(value, bool):
        return value_in_words(value)
    if isinstance(value, int | float):
        return str(format_decimal(value))
    return _text(str(value))


def _text(text: str) -> str:
    day = parse_date(text) if len(text) == len("2026-11-24") and text[4] == "-" else None
    return date_in_words(day) if isinstance(day, dt.date) else text


def send_json(content: Data | str, title: str, words: str, count: int) -> Response:
    """A file of essential data, noted in the list of exports."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=2)
    response = as_attachment(Response(text, mimetype=_JSON), title, "json")
    note(VIEW, words, count)
    return response
