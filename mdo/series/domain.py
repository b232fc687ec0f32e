"""What the kernel is told about series."""

from mdo.kernel.domain import Domain
from mdo.series.found import FOUND

DOMAIN = Domain("series", found=FOUND)
