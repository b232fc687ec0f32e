"""What the kernel is told about point."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section

DOMAIN = Domain(
    "point",
    rights=(ScreenRights("PointView", N_("My fortnight"), Section.FOLLOW_UP, 10, Audience.POINT, "list edit"),),
)
