"""What the kernel is told about people."""

from mdo.kernel.domain import Domain
from mdo.people.deadlines import MANDATE_END

DOMAIN = Domain("people", deadlines=(MANDATE_END,))
