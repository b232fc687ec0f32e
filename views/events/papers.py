"""The papers of an event, made as they are asked for, and noted in the list of exports."""

from collections.abc import Callable

from flask import Response, flash, redirect
from werkzeug.wrappers import Response as AnyResponse

from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, plain_name
from mdo.events.papers import certificates_of, evaluation_form_of, leaflet_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.events import Event
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import note
from views.base.view import BackofficeView
from views.base.words import full_date, value_in_words
from views.documents.screens import in_city_language

Maker = Callable[[AnySession, Event, Wording], tuple[bytes, int]]
_MAKERS: dict[str, tuple[str, Maker]] = {
    "attestations": (N_("Certificates"), certificates_of),
    "programme": (N_("Leaflet"), leaflet_of),
    "evaluation": (N_("Form of evaluation"), lambda session, event, wording: (evaluation_form_of(event, wording), 1)),
}


def paper_page(view: BackofficeView, pk: int, name: str) -> AnyResponse:
    """A paper of an event as a file."""
    event: Event = view.fetch(pk)
    title = event.title
    words, make = _MAKERS[name]
    try:
        with in_city_language():
            content, count = make(db.session, event, Wording(gettext, full_date, value=value_in_words))
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return redirect(view.url("show", pk=pk))
    today = context_of(db.session).today
    response = Response(content, mimetype=DOCX)
    file_name = plain_name(f"{name}-{fold(title).replace(' ', '-')[:80]}-{today:%Y-%m-%d}.docx")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.headers.set("X-Content-Type-Options", "nosniff")
    note("EventView", f"{gettext(words)} – {title}", count)
    return response
