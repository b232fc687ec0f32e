"""The words of mail: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState

_MEETING = {"meeting": N_("Meeting"), "meeting_id": N_("Meeting")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    OutgoingMail: (N_("Message sent"), N_("Messages sent")),
    MailRecipient: (N_("Recipient of a message"), N_("Recipients of messages")),
}

FIELDS: dict[type, dict[str, str]] = {
    OutgoingMail: {
        **_MEETING,
        "subject": N_("Subject (message)"),
        "plain": N_("Text"),
        "html": N_("Text with layout"),
        "invitation": N_("Invitation (.ics)"),
        "from_address": N_("Sent from"),
        "state": N_("State"),
        "user": N_("Sent by"),
        "user_id": N_("Sent by"),
    },
    MailRecipient: {
        **_MEETING,
        "mail": N_("Message (mail)"),
        "mail_id": N_("Message (mail)"),
        "name": N_("Recipient"),
        "address": N_("E-mail address"),
        "state": N_("State"),
        "reason": N_("Reason"),
        "attempts": N_("Attempts"),
        "sent_at": N_("Sent on"),
        "message_id": N_("Identifier of the message"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    MailState: {
        MailState.QUEUED: N_("Waiting to leave"),
        MailState.SENDING: N_("Being sent"),
        MailState.DONE: N_("Sending ended"),
    },
    RecipientState: {
        RecipientState.QUEUED: N_("Waiting to leave"),
        RecipientState.SENDING: N_("Being sent"),
        RecipientState.SENT: N_("Sent"),
        RecipientState.FAILED: N_("Not sent"),
        RecipientState.UNSURE: N_("To check"),
    },
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    OutgoingMail: Source(
        ("subject", "from_address", "meeting.title", "meeting.instance.name", "user.first_name", "user.last_name")
    ),
    MailRecipient: Source(("name", "reason", "mail.subject", "meeting.title"), ("address",)),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    OutgoingMail: OutgoingMail.subject,
    MailRecipient: MailRecipient.name,
}
