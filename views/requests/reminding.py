"""« Relancer »: the letter and the e-mail to a direction that did not answer a request by its day, and that it left."""

import io
from typing import Any
from urllib.parse import quote

from docx import Document
from flask import Response, abort

from mdo.documents.packages import DOCX
from mdo.kernel.base.context import context_of
from mdo.kernel.workbook.cells import safe_text
from mdo.requests.reminding import Reminder, may_remind, reminder_of
from models.requests import CouncilRequest
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import as_attachment
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.words import date_in_words
from views.documents.screens import in_city_language


def remind_link(view: Any, row: CouncilRequest) -> tuple[Link, ...]:
    """The way to the page, for a request that was sent and whose day is past."""
    if not may_remind(row, context_of(db.session).today):
        return ()
    return (Link(gettext("Remind the direction"), view.url("remind_page", pk=row.id), "bell"),)


def remind_page(view: Any, row: CouncilRequest) -> Any:
    """What is prepared: nothing leaves from here."""
    told = _prepared(view, row)
    title = gettext("Remind the direction: %(what)s", what=row.number)
    return render(
        "requests/remind.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=row.id)), Crumb(title)),
        told=told,
        mailto=f"mailto:{told.email}?subject={quote(told.subject)}&body={quote(told.text)}" if told.email else "",
        letter_url=view.url("remind_letter", pk=row.id),
        noted_url=view.url("remind", pk=row.id),
        last=date_in_words(row.reminded_on) if row.reminded_on is not None else "",
        back_url=view.url("show", pk=row.id),
    )


def remind_letter(view: Any, row: CouncilRequest) -> Response:
    """The letter, in Word."""
    told = _prepared(view, row)
    document: Any = Document()
    for text in (told.direction, told.attention, told.address, "", told.day, "", told.subject, "", *told.paragraphs):
        document.add_paragraph(safe_text(text))
    stream = io.BytesIO()
    document.save(stream)
    name = gettext("Reminder – %(number)s", number=row.number)
    return as_attachment(Response(stream.getvalue(), mimetype=DOCX), name, "docx")


def _prepared(view: Any, row: CouncilRequest) -> Reminder:
    context = context_of(db.session)
    if not view.may_change(row):
        abort(403)
    if not may_remind(row, context.today):
        abort(404)
    with in_city_language():
        return reminder_of(row, context.today, context.actor_name, gettext)
