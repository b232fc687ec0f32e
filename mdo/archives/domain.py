"""What the kernel is told about archives."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section

DOMAIN = Domain(
    "archives",
    rights=(
        ScreenRights(
            "EliminationView",
            N_("Eliminations"),
            Section.ADMINISTRATION,
            70,
            Audience.ELIMINATIONS,
            "list show edit delete export",
        ),
    ),
)
