"""The words of papers, their templates and what leaves by mail."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.documents import DocumentKind, MeetingDocument, PaperKind, PaperTemplate
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState

# Singular, plural.
PAPER_MODELS: dict[type, tuple[str, str]] = {
    PaperTemplate: (N_("Document template"), N_("Document templates")),
    MeetingDocument: (N_("Document of a meeting"), N_("Documents of meetings")),
    OutgoingMail: (N_("Message sent"), N_("Messages sent")),
    MailRecipient: (N_("Recipient of a message"), N_("Recipients of messages")),
}

_MEETING = {"meeting": N_("Meeting"), "meeting_id": N_("Meeting")}
_FILE = {
    "file_name": N_("Name of the file"),
    "content": N_("File (document)"),
    "size": N_("Size"),
    "sha256": N_("Fingerprint of the file (SHA-256)"),
    "made_by": N_("Made by"),
    "made_by_id": N_("Made by"),
}
PAPER_FIELDS: dict[type, dict[str, str]] = {
    PaperTemplate: {
        "kind": N_("Kind of document"),
        "number": N_("Version (number)"),
        "name": N_("Name of the template"),
        **_FILE,
        "is_active": N_("In use"),
    },
    MeetingDocument: {
        **_MEETING,
        "kind": N_("Kind of document"),
        "title": N_("Title"),
        "number": N_("Version (number)"),
        **_FILE,
        "media_type": N_("Type of file"),
        "is_withdrawn": N_("Withdrawn (document)"),
        "made_at": N_("Made on"),
    },
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

_PAPERS = {
    "convocation": N_("Convocation"),
    "sign_in_sheet": N_("Sign-in sheet"),
    "minutes": N_("Minutes of the meeting"),
    "analysis_report": N_("Analysis report"),
    "rejection_letters": N_("Letters to the suppliers not retained"),
    "contract_sheet": N_("Contract sheet"),
}
PAPER_ENUMS: dict[type[StrEnum], dict[str, str]] = {
    PaperKind: {kind: _PAPERS[kind.value] for kind in PaperKind},
    DocumentKind: {
        **{kind: _PAPERS[kind.value] for kind in DocumentKind if kind.value in _PAPERS},
        DocumentKind.ATTACHMENT: N_("Attached file"),
    },
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
