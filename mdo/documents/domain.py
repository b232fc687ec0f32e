"""What the kernel is told about documents."""

from mdo.documents.found import FOUND
from mdo.kernel.domain import Domain

DOMAIN = Domain("documents", found=FOUND)
