"""What the kernel is told about decp."""

from mdo.decp.deadlines import AMENDMENT_OPEN_DATA, OPEN_DATA_DUE
from mdo.kernel.domain import Domain

DOMAIN = Domain("decp", deadlines=(OPEN_DATA_DUE, AMENDMENT_OPEN_DATA))
