"""The fields of mail."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.mail import MailRecipient, OutgoingMail
from models.meetings import Meeting

# fmt: off
OUTGOING_MAIL = Table(
    OutgoingMail, (N_("Message sent"), N_("Messages sent")),
    section(N_("Message sent"),
        Field(OutgoingMail.subject, N_("Subject (message)"),
              column=shown(1, 50, sort=func.lower(OutgoingMail.subject))),
        Field(OutgoingMail.meeting, N_("Meeting"),
              column=shown(4, 36, by=Meeting.title, sort=func.lower(Meeting.title))),
        Field(OutgoingMail.state, N_("State"), column=shown(3, 20)),
        Field(OutgoingMail.user, N_("Sent by"), column=shown(6, 26)),
        Field(OutgoingMail.from_address, N_("Sent from"), column=kept(7, 30, sort=())),
    ),
    Field(OutgoingMail.plain, N_("Text")),
    Field(OutgoingMail.html, N_("Text with layout")),
    Field(OutgoingMail.invitation, N_("Invitation (.ics)")),
    Field(OutgoingMail.site_url, N_("Address of the product")),
    Field(OutgoingMail.reminder_on, N_("Reminds of the meeting of")),
    called=OutgoingMail.subject,
    searched=("subject", "from_address", "meeting.title", "meeting.instance.name",
              "user.first_name", "user.last_name"),
)

MAIL_RECIPIENT = Table(
    MailRecipient, (N_("Recipient of a message"), N_("Recipients of messages")),
    section(N_("Recipient of a message"),
        Field(MailRecipient.name, N_("Recipient"), column=shown(1, 30, sort=func.lower(MailRecipient.name))),
        Field(MailRecipient.address, N_("E-mail address"), is_personal=True, column=shown(2, 32, kind=Kind.EMAIL)),
        Field(MailRecipient.state, N_("State"), column=shown(3)),
        Field(MailRecipient.reason, N_("Reason"), column=shown(4, 40, sort=())),
        Field(MailRecipient.attempts, N_("Attempts"), column=kept(8)),
        Field(MailRecipient.sent_at, N_("Sent on"), column=shown(5)),
        Field(MailRecipient.returned_on, N_("Came back on"), column=kept(9)),
        Field(MailRecipient.mail, N_("Message (mail)"),
              column=shown(6, 50, by=OutgoingMail.subject, sort=func.lower(OutgoingMail.subject))),
        Field(MailRecipient.meeting, N_("Meeting"),
              column=kept(7, 36, by=Meeting.title, sort=func.lower(Meeting.title))),
    ),
    Field(MailRecipient.message_id, N_("Identifier of the message")),
    called=MailRecipient.name,
    searched=("name", "reason", "mail.subject", "meeting.title", "meeting.instance.name"),
    searched_privately=("address",),
)
