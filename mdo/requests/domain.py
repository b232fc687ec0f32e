"""What the kernel is told about requests."""

from mdo.kernel.domain import Domain
from mdo.requests.deadlines import REQUEST_ANSWER

DOMAIN = Domain("requests", deadlines=(REQUEST_ANSWER,))
