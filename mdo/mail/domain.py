"""What the kernel is told about mail."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.instances import Instance
from models.mail import MailRecipient, OutgoingMail
from models.meetings import Meeting

DOMAIN = Domain(
    "mail",
    rights=(
        ScreenRights("MailView", N_("Messages to members"), Section.MEETINGS, 80, Audience.MAIL, "show edit export"),
        ScreenRights("MessageView", N_("Messages sent"), Section.MEETINGS, 90, Audience.MAIL, "list show export"),
        ScreenRights(
            "RecipientView", N_("Recipients of messages"), Section.MEETINGS, 100, Audience.MAIL, "list show export"
        ),
    ),
    found=(
        SearchKind(
            440,
            OutgoingMail,
            title=OutgoingMail.subject,
            order=(small(OutgoingMail.subject), OutgoingMail.created_at.desc()),
            details=(Meeting.title, Instance.name),
            joins=((OutgoingMail.meeting,), (Meeting.instance,)),
            at=Meeting.start_at,
        ),
        SearchKind(
            450,
            MailRecipient,
            title=MailRecipient.name,
            order=(small(MailRecipient.name), MailRecipient.id.desc()),
            details=(OutgoingMail.subject,),
            joins=((MailRecipient.mail,),),
            private_references=(MailRecipient.address,),
        ),
    ),
)
