"""What a convocation says to one recipient alone: the link by which one replies, and the calendar of the body."""

from flask import current_app, request

from mdo.kernel.base.context import AnySession
from mdo.mail.messages import Personal
from mdo.mail.replies import CALENDAR_PATH, PersonalLink, links_of
from mdo.meetings.body_calendar import calendar_of_body, calendar_secret, give_address
from mdo.meetings.replies import give_links
from models.base import utc_now
from models.mail import MailRecipient
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.documents.screens import in_city_language
from views.mail.convocations import rendered


def site_url() -> str:
    """What the addresses that leave with a message begin with."""
    return request.url_root


def ready_to_reply(session: AnySession, meeting: Meeting) -> None:
    """Gives each line its link, and its body the address of its calendar where none was made. Flushes."""
    key = current_app.config["SECRET_KEY"]
    give_links(session, meeting, key)
    if meeting.instance_id is not None and calendar_of_body(session, meeting.instance_id) is None:
        give_address(session, meeting.instance_id, key, utc_now())


def say_to(session: AnySession, recipient: MailRecipient) -> Personal:
    """The links of a recipient, in the language of the city."""
    key = current_app.config["SECRET_KEY"]
    links = links_of(session, recipient, key)
    secret = calendar_secret(session, recipient.meeting.instance_id, key) if links else ""
    with in_city_language():
        return _said(links, f"{recipient.mail.site_url}{CALENDAR_PATH}{secret}.ics" if secret else "")


def _said(links: list[PersonalLink], calendar: str) -> Personal:
    if not links:
        return Personal()
    asked = gettext(
        "Do you come? Answer by this link, which is yours, without an account: I am coming, I am not coming, somebody "
        "replaces me."
    )
    plain = [asked, *(f"{link.name} : {link.url}" if link.name else link.url for link in links)]
    if calendar:
        plain += ["", gettext("The calendar of your council, to add to yours:"), calendar]
    html = rendered("mail/reply.html", asked=asked, links=links, calendar=calendar)
    return Personal("\n".join(plain), html)
