"""What the kernel is told about people."""

from mdo.kernel.domain import Domain
from mdo.people.deadlines import MANDATE_END
from mdo.people.row_rules import RULES

DOMAIN = Domain("people", deadlines=(MANDATE_END,), rules=RULES)
