"""What the kernel is told about territory."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("territory")
