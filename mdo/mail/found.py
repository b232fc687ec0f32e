"""How rows of mail are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.mail import MailRecipient, OutgoingMail
from models.meetings import Meeting

FOUND: tuple[Kind, ...] = (
    Kind(
        440,
        OutgoingMail,
        title=OutgoingMail.subject,
        order=(small(OutgoingMail.subject), OutgoingMail.created_at.desc()),
        details=(Meeting.title,),
        joins=((OutgoingMail.meeting,),),
    ),
    Kind(
        450,
        MailRecipient,
        title=MailRecipient.name,
        order=(small(MailRecipient.name), MailRecipient.id.desc()),
        details=(OutgoingMail.subject,),
        joins=((MailRecipient.mail,),),
        private_references=(MailRecipient.address,),
    ),
)
