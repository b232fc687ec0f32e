"""What the kernel is told about archives."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("archives")
