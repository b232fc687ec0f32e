"""What the kernel is told about composition."""

from mdo.composition.deadlines import BODY_RENEWAL, RECOGNITION_END
from mdo.kernel.domain import Domain

DOMAIN = Domain("composition", deadlines=(BODY_RENEWAL, RECOGNITION_END))
