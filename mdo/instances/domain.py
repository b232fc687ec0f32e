"""What the kernel is told about instances."""

from mdo.instances.dissolution import end_with_body
from mdo.instances.exchanges import EXCHANGES
from mdo.instances.found import FOUND
from mdo.instances.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.instances import Instance

DOMAIN = Domain(
    "instances",
    rights=(
        ScreenRights("InstanceView", N_("Bodies"), Section.BODIES, 10, Audience.BODIES),
        ScreenRights("SeatView", N_("Seats"), Section.BODIES, 20, Audience.BODIES),
        ScreenRights("InstanceTypeView", N_("Types of bodies"), Section.SETTINGS, 10, Audience.BODY_TYPES),
        ScreenRights("CollegeView", N_("Colleges"), Section.SETTINGS, 30, Audience.BODIES),
        ScreenRights("FunctionView", N_("Functions"), Section.SETTINGS, 40, Audience.REFERENCE),
    ),
    rules=RULES,
    exchanges=EXCHANGES,
    along={Instance: end_with_body},
    found=FOUND,
)
