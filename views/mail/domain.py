"""What is shown of mail."""

from views.base.domain import Screens
from views.base.entries import Entry
from views.jobs.mail import MAIL
from views.mail.registers import MessageView, RecipientView
from views.mail.screens import MailView

SCREENS = Screens(
    "mail",
    views={MailView: "documents", MessageView: "documents", RecipientView: "documents"},
    menu=(Entry(70, MessageView, "mailbox", under="MeetingView"),),
    jobs=(MAIL,),
)
