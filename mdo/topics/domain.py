"""What the kernel is told about topics."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of, small
from mdo.kernel.sessions.hooks import Hook
from mdo.topics import rules
from mdo.topics.row_rules import RULES
from models.accounts import User
from models.topics import Topic

_full_name = name_of(User.first_name, User.last_name)

DOMAIN = Domain(
    "topics",
    rights=(ScreenRights("TopicView", N_("Topic box"), Section.NETWORK, 30, Audience.TOPICS),),
    rules=RULES,
    hooks=(Hook(20, rules.install),),
    found=(
        SearchKind(
            100,
            Topic,
            title=Topic.title,
            order=(small(Topic.title),),
            details=(_full_name,),
            joins=((Topic.proposer,),),
        ),
    ),
    shown_in={Topic: ("TopicView",)},
)
