"""Who comes to the public page of an event without an account: fills its form in, follows the link received."""

import datetime as dt
import re

from lxml.html import fromstring
from sqlalchemy import func, select

from models.events import EventEvaluation, EventRegistration
from models.journal import JournalChange, JournalEntry
from models.mail import MailRecipient, OutgoingMail
from views.jobs import events as worker

_LINK = re.compile(r"https://mission\.example(/inscription/[\w-]+)")
ZOE = {"name": "Zoé D’Almeida", "email": "zoe@example.org", "quality": "inhabitant"}


def page_of(event):
    return f"/evenement/{event.slug}"


def send(app, url, **said):
    """Fills the form of a page in, and sends it, as a browser without an account does."""
    guest = app.test_client()
    form = fromstring(guest.get(url).get_data(as_text=True)).xpath("//main//form")[0]
    assert form.get("action") == url
    return guest.post(url, data={**dict(form.form_values()), **said}, follow_redirects=True)


def press(app, link, act):
    """Presses a button of the page of a personal link."""
    guest = app.test_client()
    tree = fromstring(guest.get(link).get_data(as_text=True))
    (form,) = [one for one in tree.xpath("//main//form") if one.xpath(f".//input[@name='act'][@value='{act}']")]
    return guest.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)


def deliver(app):
    with app.app_context():
        worker.see_to(app.extensions["mdo_settings"], dt.datetime.now(dt.UTC))


def links(box):
    """The last link that each address received."""
    found = {}
    for address, message in box.messages:
        text = message.get_body(("plain",)).get_content()
        found[address] = _LINK.search(text)[1]
        assert _LINK.search(message.get_body(("html",)).get_content())[1] == found[address]
    return found


def stored(session):
    session.rollback()
    return {row.email: row for row in session.scalars(select(EventRegistration))}


def counts(session):
    session.rollback()
    models = (EventRegistration, JournalEntry, JournalChange, MailRecipient, OutgoingMail, EventEvaluation)
    return [session.scalar(select(func.count(model.id))) for model in models]


def main_of(answer):
    return "".join(fromstring(answer.get_data(as_text=True)).xpath("//main")[0].itertext())
