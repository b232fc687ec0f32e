"""What the kernel is told about meetings."""

from mdo.kernel.domain import Domain
from mdo.meetings.deadlines import ACTION_DUE, MINUTES_DUE
from mdo.meetings.row_rules import RULES

DOMAIN = Domain("meetings", deadlines=(ACTION_DUE, MINUTES_DUE), rules=RULES)
