"""What the kernel is told about requests."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from mdo.kernel.sessions.hooks import Hook
from mdo.requests import links
from mdo.requests.deadlines import REQUEST_ANSWER
from mdo.requests.exchanges import EXCHANGES
from mdo.requests.row_rules import RULES
from mdo.requests.scope import PLACES
from models.instances import Instance
from models.requests import CouncilRequest

DOMAIN = Domain(
    "requests",
    rights=(ScreenRights("RequestView", N_("Requests and opinions"), Section.MEETINGS, 110, Audience.MEETINGS),),
    deadlines=(REQUEST_ANSWER,),
    rules=RULES,
    hooks=(Hook(40, links.install),),
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            50,
            CouncilRequest,
            title=CouncilRequest.subject,
            order=(small(CouncilRequest.subject),),
            details=(CouncilRequest.number, Instance.name),
            joins=((CouncilRequest.instance,),),
            references=(CouncilRequest.number,),
        ),
    ),
    places=PLACES,
    shown_in={CouncilRequest: ("RequestView",)},
)
