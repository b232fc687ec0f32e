"""What the kernel is told about series."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("series")
