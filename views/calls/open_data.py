"""The open data of the projects retained: CSV or JSON, for who publishes it, whole."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from mdo.calls.open_data import NAMES, packed, published
from mdo.kernel.base.errors import RuleViolation
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import as_attachment, note

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_data_page(form: str) -> Response:
    """The file; noted in the access log."""
    rows = published(db.session)
    text = _json(rows) if form == "json" else _csv(rows)
    title = gettext("Projects retained (open data)")
    response = as_attachment(Response(text, content_type=FORMS[form]), title, form)
    response.headers.set("X-Content-Type-Options", "nosniff")
    note("CallResultView", title, len(rows))
    return response


def open_pictures_page() -> AnyResponse:
    """The pictures that may stand on a web site, in one file; noted in the access log."""
    title = gettext("Pictures of the projects retained (open data)")
    try:
        content, count = packed(db.session)
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return redirect(url_for("CallResultView.list"))
    response = as_attachment(Response(content, content_type="application/zip"), title, "zip")
    response.headers.set("X-Content-Type-Options", "nosniff")
    note("CallResultView", title, count)
    return response


def _json(rows: Any) -> str:
    return json.dumps([{name: _plain(row[name]) for name in NAMES} for row in rows], ensure_ascii=False, indent=2)


def _csv(rows: Any) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(NAMES)
    writer.writerows([_cell(row[name]) for name in NAMES] for row in rows)
    return "\ufeff" + stream.getvalue()


def _plain(value: Any) -> Any:
    """An amount stays to the cent, as text: a reader of JSON would make it a binary number."""
    return str(value) if isinstance(value, Decimal | dt.date) else value


def _cell(value: Any) -> Any:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
