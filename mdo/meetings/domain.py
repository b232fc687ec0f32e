"""What the kernel is told about meetings."""

from mdo.kernel.domain import Domain
from mdo.meetings.deadlines import ACTION_DUE, MINUTES_DUE

DOMAIN = Domain("meetings", deadlines=(ACTION_DUE, MINUTES_DUE))
