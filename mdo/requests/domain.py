"""What the kernel is told about requests."""

from mdo.kernel.domain import Domain
from mdo.kernel.sessions.hooks import Hook
from mdo.requests import links
from mdo.requests.deadlines import REQUEST_ANSWER
from mdo.requests.exchanges import EXCHANGES
from mdo.requests.found import FOUND
from mdo.requests.row_rules import RULES

DOMAIN = Domain(
    "requests",
    deadlines=(REQUEST_ANSWER,),
    rules=RULES,
    hooks=(Hook(40, links.install),),
    exchanges=EXCHANGES,
    found=FOUND,
)
