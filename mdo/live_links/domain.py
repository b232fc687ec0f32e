"""What the kernel is told about live links."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.live_links.row_rules import RULES
from models.live_links import LiveLink

DOMAIN = Domain(
    "live_links",
    rights=(
        ScreenRights(
            "LiveLinkView",
            N_("Live links for Excel"),
            Section.GENERAL,
            70,
            Audience.LIVE_LINKS,
            "list show add edit delete export oversee",
        ),
    ),
    rules=RULES,
    shown_in={LiveLink: ("LiveLinkView",)},
)
