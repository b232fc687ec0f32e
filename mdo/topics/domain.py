"""What the kernel is told about topics."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.sessions.hooks import Hook
from mdo.topics import rules
from mdo.topics.found import FOUND
from mdo.topics.row_rules import RULES
from models.topics import Topic

DOMAIN = Domain(
    "topics",
    rights=(ScreenRights("TopicView", N_("Topic box"), Section.NETWORK, 30, Audience.TOPICS),),
    rules=RULES,
    hooks=(Hook(20, rules.install),),
    found=FOUND,
    shown_in={Topic: ("TopicView",)},
)
