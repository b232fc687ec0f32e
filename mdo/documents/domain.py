"""What the kernel is told about documents."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("documents")
