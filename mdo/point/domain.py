"""What the kernel is told about point."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("point")
