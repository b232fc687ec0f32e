"""What the kernel is told about reports."""

from mdo.kernel.domain import Domain

DOMAIN = Domain("reports")
