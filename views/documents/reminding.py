"""The page of a reminder, and its letter: what is prepared, where no address is known, and how to say that it left."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from docx import Document
from flask import Response

from mdo.documents.packages import DOCX
from mdo.documents.reminders import Reminder
from mdo.kernel.workbook.cells import safe_text
from views.base.exporting import as_attachment
from views.base.pages import Crumb, Link
from views.base.rendering import render


def reminder_page(view: Any, row: Any, told: Reminder, title: str, *, noted: Link, words: Mapping[str, str]) -> Any:
    """What is prepared: nothing leaves from here. `noted` is the act that says that it left.

    `words` are those of the template that change with what is awaited: intro, last, address_url, back.
    """
    return render(
        "documents/remind.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=row.id)), Crumb(title)),
        told=told,
        mailto=f"mailto:{told.email}?subject={quote(told.subject)}&body={quote(told.text)}" if told.email else "",
        letter_url=view.url("remind_letter", pk=row.id),
        noted=noted,
        back_url=view.url("show", pk=row.id),
        words=words,
    )


def reminder_letter(told: Reminder, name: str) -> Response:
    """The letter, in Word."""
    document: Any = Document()
    for text in (told.to, told.attention, told.address, "", told.day, "", told.subject, "", *told.paragraphs):
        document.add_paragraph(safe_text(text))
    stream = io.BytesIO()
    document.save(stream)
    return as_attachment(Response(stream.getvalue(), mimetype=DOCX), name, "docx")
