"""What the kernel is told about shared contracts."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.shared_contracts.matching import among_shared
from models.shared_contracts import SharedContract

DOMAIN = Domain(
    "shared_contracts",
    rights=(
        ScreenRights(
            "SharedContractView",
            N_("Contracts shared with the mairies"),
            Section.PROCUREMENT,
            70,
            Audience.SHARED_CONTRACTS,
            "list show export",
        ),
    ),
    searched_by_reading={SharedContract: among_shared},
)
