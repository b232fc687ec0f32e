"""What the kernel is told about people."""

from mdo.kernel.domain import Domain
from mdo.kernel.sessions.hooks import Hook
from mdo.people import pairs, places
from mdo.people.deadlines import MANDATE_END
from mdo.people.row_rules import RULES

DOMAIN = Domain(
    "people",
    deadlines=(MANDATE_END,),
    rules=RULES,
    hooks=(Hook(10, pairs.install), Hook(50, places.install, is_after_journal=True)),
)
