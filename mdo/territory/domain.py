"""What the kernel is told about territory."""

from mdo.kernel.domain import Domain
from mdo.territory.found import FOUND

DOMAIN = Domain("territory", found=FOUND)
