"""What the kernel is told about decp."""

from mdo.decp.deadlines import AMENDMENT_OPEN_DATA, OPEN_DATA_DUE
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.decp import OpenDataRelease

DOMAIN = Domain(
    "decp",
    rights=(
        ScreenRights(
            "OpenDataView",
            N_("Essential data (DECP)"),
            Section.PROCUREMENT,
            150,
            Audience.PROCUREMENT,
            "list add edit export",
        ),
    ),
    deadlines=(OPEN_DATA_DUE, AMENDMENT_OPEN_DATA),
    shown_in={OpenDataRelease: ("OpenDataView",)},
)
