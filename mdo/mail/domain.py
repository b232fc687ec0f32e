"""What the kernel is told about mail."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("mail")
