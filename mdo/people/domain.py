"""What the kernel is told about people."""

from mdo.kernel.domain import Domain
from mdo.kernel.sessions.hooks import Hook
from mdo.people import pairs, places
from mdo.people.deadlines import MANDATE_END
from mdo.people.exchanges import EXCHANGES
from mdo.people.found import FOUND
from mdo.people.import_persons import queue_look_alikes
from mdo.people.row_rules import RULES
from models.people import Person

DOMAIN = Domain(
    "people",
    deadlines=(MANDATE_END,),
    rules=RULES,
    hooks=(Hook(10, pairs.install), Hook(50, places.install, is_after_journal=True)),
    exchanges=EXCHANGES,
    once_written={Person: queue_look_alikes},
    followers=(pairs.FOLLOWERS,),
    found=FOUND,
)
