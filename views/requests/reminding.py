"""« Relancer »: the letter and the e-mail to a direction that did not answer a request by its day, and that it left."""

from typing import Any

from flask import Response, abort, url_for

from mdo.documents.reminders import Reminder
from mdo.kernel.base.context import context_of
from mdo.requests.reminding import may_remind, reminder_of
from models.requests import CouncilRequest
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.base.words import date_in_words
from views.documents.reminding import reminder_letter, reminder_page
from views.documents.screens import in_city_language


def remind_link(view: Any, row: CouncilRequest) -> tuple[Link, ...]:
    """The way to the page, for a request that was sent and whose day is past."""
    if not may_remind(row, context_of(db.session).today):
        return ()
    return (Link(gettext("Remind the direction"), view.url("remind_page", pk=row.id), "bell"),)


def remind_page(view: Any, row: CouncilRequest) -> Any:
    """What is prepared: nothing leaves from here."""
    return reminder_page(
        view,
        row,
        _prepared(view, row),
        gettext("Remind the direction: %(what)s", what=row.number),
        noted=Link(gettext("Say that it was reminded"), view.url("remind", pk=row.id), "check-lg"),
        words={
            "intro": gettext(
                "Nothing leaves from here: take the letter or the e-mail, then say that the direction was reminded."
            ),
            "last": date_in_words(row.reminded_on) if row.reminded_on is not None else "",
            "address_url": url_for("OrganisationView.show", pk=row.organisation_id),
            "back": gettext("Back to the request"),
        },
    )


def remind_letter(view: Any, row: CouncilRequest) -> Response:
    """The letter, in Word."""
    return reminder_letter(_prepared(view, row), gettext("Reminder – %(number)s", number=row.number))


def _prepared(view: Any, row: CouncilRequest) -> Reminder:
    context = context_of(db.session)
    if not view.may_change(row):
        abort(403)
    if not may_remind(row, context.today):
        abort(404)
    with in_city_language():
        return reminder_of(row, context.today, context.actor_name, gettext)
