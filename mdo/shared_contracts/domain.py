"""What the kernel is told about shared contracts."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("shared_contracts")
