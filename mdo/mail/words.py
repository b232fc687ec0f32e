"""The words of the closed lists of mail."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.mail import MailState, RecipientState

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
