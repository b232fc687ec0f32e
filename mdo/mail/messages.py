"""A convocation as a message: plain and HTML, with the agenda and an invitation for calendars."""

import datetime as dt
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from mdo.documents.document_format import Wording
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.mail.invitation import FILE_NAME
from mdo.meetings.document_values import body_of
from models.mail import OutgoingMail
from models.meetings import Meeting

_LONGEST_SUBJECT = 250
# Where the link of each recipient goes: nothing that opens a reply is stored.
REPLY_MARK = "[[reply]]"
_NOT_AN_ADDRESS = N_("“%(address)s” is not an e-mail address that one can write from: correct it on the body.")


def subject_of(meeting: Meeting, wording: Wording) -> str:
    """« Convocation : Plénière – Conseil de quartier – 10 décembre »."""
    words = {"title": meeting.title, "body": body_of(meeting, wording), "day": wording.day(meeting.start_at)}
    return (wording.translate(N_("Convocation: %(title)s – %(body)s, %(day)s")) % words)[:_LONGEST_SUBJECT]


def default_text(wording: Wording) -> str:
    """What one reads above the agenda, unless another text is typed."""
    return wording.translate(
        N_("Dear all,\n\nyou are invited to the meeting below. Please tell us if you cannot come.")
    )


def reminder_subject_of(meeting: Meeting, wording: Wording) -> str:
    """« Rappel : Plénière – Conseil de quartier – 10 décembre »."""
    words = {"title": meeting.title, "body": body_of(meeting, wording), "day": wording.day(meeting.start_at)}
    return (wording.translate(N_("Reminder: %(title)s – %(body)s, %(day)s")) % words)[:_LONGEST_SUBJECT]


def reminder_text(wording: Wording) -> str:
    """What those who did not answer are told, unless another text is typed."""
    return wording.translate(
        N_("Dear all,\n\nyou have not told us yet whether you come to the meeting below. The link is enough to answer.")
    )


def thanks_subject_of(meeting: Meeting, wording: Wording) -> str:
    """« Merci : Plénière – Conseil de quartier – 10 décembre »."""
    words = {"title": meeting.title, "body": body_of(meeting, wording), "day": wording.day(meeting.start_at)}
    return (wording.translate(N_("Thank you: %(title)s – %(body)s, %(day)s")) % words)[:_LONGEST_SUBJECT]


def thanks_text(wording: Wording) -> str:
    """What those who came are told, unless another text is typed."""
    return wording.translate(
        N_("Dear all,\n\nthank you for coming to this meeting. Its minutes will be sent to you once they are written.")
    )


def plain_of(values: dict[str, Any], text: str, wording: Wording, reply: str = "") -> str:
    """The message in plain words; `values` are the common ones of papers, by key, `reply` what stands for the link.

    A session of an event has an agenda or none: nothing says that one will follow.
    """
    _ = wording.translate
    items = [f"{item['number']}. {item_in_words(item, wording)}" for item in values["agenda"]]
    lines = [text.strip(), "", values["title"], values["body"], ""]
    lines.append(_(N_("When: %(day)s, from %(time)s to %(end)s")) % _when(values))
    lines.append(_(N_("Where: %(place)s")) % {"place": values["place"]})
    if values["online_url"]:
        lines.append(_(N_("Online: %(url)s")) % {"url": values["online_url"]})
    if values["accessibility"]:
        lines.append(_(N_("Accessibility: %(words)s")) % {"words": values["accessibility"]})
    if reply:
        lines += ["", reply]
    if items or not values["is_session"]:
        lines += ["", _(N_("Agenda")), *(items or [_(N_("The agenda will follow."))])]
    if values["organiser"]:
        lines += ["", values["organiser"]]
    return "\n".join(lines) + "\n"


def item_in_words(item: dict[str, str], wording: Wording) -> str:
    """« Place et marché (30 min) – Avis, Zoé D’Almeida »."""
    words = item["title"]
    if item["minutes"]:
        words += " " + wording.translate(N_("(%(minutes)s min)")) % {"minutes": item["minutes"]}
    return f"{words} – {', '.join(part for part in (item['expected'], item['rapporteur']) if part)}"


def _when(values: dict[str, Any]) -> dict[str, str]:
    return {"day": values["day"], "time": values["time"], "end": values["end_time"]}


@dataclass(frozen=True)
class Personal:
    """What a message says to one recipient alone, in place of the mark."""

    plain: str = ""
    html: str = ""


_NOTHING = Personal()


def message_of(
    mail: OutgoingMail, name: str, address: str, message_id: str, now: dt.datetime, personal: Personal = _NOTHING
) -> EmailMessage:
    """What leaves for one recipient. Raises RuleViolation when the mailbox of the body is no address."""
    message = EmailMessage()
    message["Subject"] = _one_line(mail.subject)
    message["From"] = _address("", mail.from_address)
    message["To"] = _address(name, address)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "no"
    message.set_content(mail.plain.replace(REPLY_MARK, personal.plain))
    message.add_alternative(mail.html.replace(REPLY_MARK, personal.html), subtype="html")
    if mail.invitation:
        message.add_attachment(mail.invitation.encode(), maintype="text", subtype="calendar", filename=FILE_NAME)
        attached = list(message.iter_attachments())[-1]
        attached.set_param("charset", "utf-8")
        attached.set_param("method", "CANCEL" if "METHOD:CANCEL" in mail.invitation else "PUBLISH")
    return message


def _address(name: str, address: str) -> Address:
    try:
        return Address(_one_line(name), addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise RuleViolation(_NOT_AN_ADDRESS, address=address) from error


def _one_line(text: str) -> str:
    return " ".join(text.split())
