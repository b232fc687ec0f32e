"""The papers of calls, made as they are asked for; each that leaves is noted in the access log."""

import io
from collections.abc import Callable

from flask import Response, abort, flash, redirect, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from mdo.calls.filing_workbook import write_filing_workbook
from mdo.calls.papers import (
    MAILING_COLUMNS,
    deliberation_paper,
    letters_of,
    letters_paper,
    receipt_of,
    sheet_of,
)
from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, plain_name
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from models.applications import Application
from models.calls import ProjectCall
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX, note, send_table
from views.base.fields import MAX_ID
from views.base.view import BackofficeView
from views.base.words import full_date, language, value_in_words
from views.calls.jury import note_reading
from views.documents.screens import in_city_language
from views.imports.plans import rights_of


def receipt_page(view: BackofficeView, pk: int) -> AnyResponse:
    """The dated receipt of an application."""
    return _of_application(view, pk, gettext("Receipt"), "recepisse", receipt_of)


def sheet_page(view: BackofficeView, pk: int) -> AnyResponse:
    """The public sheet of a project."""
    return _of_application(view, pk, gettext("Public sheet"), "fiche", sheet_of)


def filing_workbook_page(view: BackofficeView, pk: int) -> AnyResponse:
    """The workbook of a call to fill in, for who imports applications."""
    call = _call(pk)
    if not view.may_import():
        abort(403)
    stream = io.BytesIO()
    write_filing_workbook(db.session, call, stream, gettext, rights_of(db.session), language())
    stream.seek(0)
    name = plain_name(f"dossiers-{fold(call.title).replace(' ', '-')[:90]}.xlsx")
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=name)


def letters_page(pk: int) -> AnyResponse:
    """The letters of results of a call, in Word."""
    return _of_call(pk, gettext("Letters of results"), "lettres", letters_paper)


def mailing_page(pk: int) -> AnyResponse:
    """The same as a workbook, for a mail merge."""
    call = _call(pk)
    try:
        rows = letters_of(db.session, call)
    except RuleViolation as refusal:
        return _refused(refusal, call.id)
    title = gettext("Letters of results – %(call)s", call=call)
    return send_table(title=title, columns=MAILING_COLUMNS, rows=rows, what="CallScenarioView", filters=str(call))


def deliberation_page(pk: int) -> AnyResponse:
    """What the adopted scenario retains, in Word."""
    return _of_call(pk, gettext("List for the deliberation"), "deliberation", deliberation_paper)


def _of_application(
    view: BackofficeView,
    pk: int,
    words: str,
    name: str,
    make: Callable[..., bytes],
) -> AnyResponse:
    note_reading(pk)  # a juror who is concerned by a file has none of its papers either
    row: Application = view.fetch(pk)
    if row.instance is None:  # its council is out of her sight: a juror has no paper of it
        abort(404)
    title = f"{words} – {row}"
    try:
        with in_city_language():
            content = make(db.session, row, _wording())
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return redirect(view.url("show", pk=pk))
    return _sent(f"{name}-{row.number}-{fold(row.title)}", "ApplicationView", title, content, 1)


def _of_call(pk: int, words: str, name: str, make: Callable[..., tuple[bytes, int]]) -> AnyResponse:
    call = _call(pk)
    title = f"{words} – {call}"
    try:
        with in_city_language():
            content, count = make(db.session, call, _wording())
    except RuleViolation as refusal:
        return _refused(refusal, call.id)
    return _sent(f"{name}-{fold(call.title)}", "CallScenarioView", title, content, count)


def _call(pk: int) -> ProjectCall:
    call = db.session.scalars(select(ProjectCall).where(ProjectCall.id == pk)).first() if pk <= MAX_ID else None
    if call is None:
        abort(404)
    return call


def _refused(refusal: RuleViolation, pk: int) -> AnyResponse:
    flash(refusal.text(gettext), "danger")
    return redirect(url_for("CallView.show", pk=pk))


def _wording() -> Wording:
    return Wording(gettext, full_date, value=value_in_words)


def _sent(name: str, what: str, words: str, content: bytes, count: int) -> Response:
    today = context_of(db.session).today
    response = Response(content, mimetype=DOCX)
    file_name = plain_name(f"{name.replace(' ', '-')[:90]}-{today:%Y-%m-%d}.docx")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.headers.set("X-Content-Type-Options", "nosniff")
    note(what, words, count)
    return response
