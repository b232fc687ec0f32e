"""The papers of projects, made as they are asked for: the note of one, and all of them on one page."""

from flask import Response, flash, redirect
from werkzeug.wrappers import Response as AnyResponse

from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, plain_name
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.projects.papers import all_of, note_of
from models.projects import Project
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import note
from views.base.view import BackofficeView
from views.base.words import full_date, value_in_words
from views.documents.screens import in_city_language
from views.projects.page import MONEY


def note_page(view: BackofficeView, pk: int) -> AnyResponse:
    """The note of a project, as a file; noted in the access log."""
    project: Project = view.fetch(pk)
    title = project.title
    try:
        with in_city_language():
            content = note_of(db.session, project, _wording(), with_money=view.may("can_list", MONEY))
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return redirect(view.url("show", pk=pk))
    return _sent(f"note-{fold(title)}", title, content, 1)


def all_page(view: BackofficeView) -> AnyResponse:
    """All the projects, as a file; noted in the access log."""
    try:
        with in_city_language():
            content, count = all_of(db.session, _wording(), with_money=view.may("can_list", MONEY))
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return redirect(view.url("list"))
    return _sent("projets", gettext("All the projects"), content, count)


def _wording() -> Wording:
    return Wording(gettext, full_date, value=value_in_words)


def _sent(name: str, words: str, content: bytes, count: int) -> Response:
    today = context_of(db.session).today
    response = Response(content, mimetype=DOCX)
    file_name = plain_name(f"{name.replace(' ', '-')[:90]}-{today:%Y-%m-%d}.docx")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.headers.set("X-Content-Type-Options", "nosniff")
    note("ProjectView", words, count)
    return response
