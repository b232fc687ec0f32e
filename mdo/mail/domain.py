"""What the kernel is told about mail."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.mail.found import FOUND

DOMAIN = Domain(
    "mail",
    rights=(
        ScreenRights("MailView", N_("Messages to members"), Section.MEETINGS, 80, Audience.MAIL, "show edit export"),
        ScreenRights("MessageView", N_("Messages sent"), Section.MEETINGS, 90, Audience.MAIL, "list show export"),
        ScreenRights(
            "RecipientView", N_("Recipients of messages"), Section.MEETINGS, 100, Audience.MAIL, "list show export"
        ),
    ),
    found=FOUND,
)
