"""What the kernel is told about mail."""

from mdo.kernel.domain import Domain
from mdo.mail.found import FOUND

DOMAIN = Domain("mail", found=FOUND)
