"""What the kernel is told about meetings."""

from mdo.kernel.domain import Domain
from mdo.kernel.sessions.hooks import Hook
from mdo.meetings import calendar_revisions
from mdo.meetings.deadlines import ACTION_DUE, MINUTES_DUE
from mdo.meetings.exchanges import EXCHANGES
from mdo.meetings.found import FOUND
from mdo.meetings.row_rules import RULES
from mdo.meetings.same_person import move_attendances
from models.people import Person

DOMAIN = Domain(
    "meetings",
    deadlines=(ACTION_DUE, MINUTES_DUE),
    rules=RULES,
    hooks=(Hook(30, calendar_revisions.install),),
    exchanges=EXCHANGES,
    merges={Person: move_attendances},
    found=FOUND,
)
