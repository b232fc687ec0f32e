"""« Relancer le conseil »: the letter and the e-mail about a bilan that is awaited, and that it left."""

from typing import Any

from flask import Response, abort, url_for

from mdo.calls.reminding import may_remind, reminder_of
from mdo.documents.reminders import Reminder
from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import Kind
from models.applications import Application
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.base.words import date_in_words, value_in_words
from views.documents.reminding import reminder_letter, reminder_page
from views.documents.screens import in_city_language


def remind_link(view: Any, row: Application) -> tuple[Link, ...]:
    """The way to the page, for a project whose bilan is awaited."""
    return (Link(gettext("Remind the council"), view.url("remind_page", pk=row.id), "bell"),) if may_remind(row) else ()


def remind_page(view: Any, row: Application) -> Any:
    """What is prepared: nothing leaves from here."""
    return reminder_page(
        view,
        row,
        _prepared(view, row),
        gettext("Remind the council: %(what)s", what=row.title),
        noted=Link(gettext("Say that it was reminded"), view.url("remind", pk=row.id), "check-lg", is_post=True),
        words={
            "intro": gettext(
                "Nothing leaves from here: take the letter or the e-mail, then say that the council was reminded."
            ),
            "last": date_in_words(row.reminded_on) if row.reminded_on is not None else "",
            "address_url": url_for("InstanceView.show", pk=row.instance_id),
            "back": gettext("Back to the application"),
        },
    )


def remind_letter(view: Any, row: Application) -> Response:
    """The letter, in Word."""
    return reminder_letter(_prepared(view, row), gettext("Reminder of the bilan – %(what)s", what=row.title))


def _prepared(view: Any, row: Application) -> Reminder:
    context = context_of(db.session)
    if not view.may_change(row):
        abort(403)
    if not may_remind(row):
        abort(404)
    with in_city_language():
        amount = value_in_words(row.granted_incl_tax, Kind.AMOUNT)
        return reminder_of(row, context.today, context.actor_name, amount, gettext)
