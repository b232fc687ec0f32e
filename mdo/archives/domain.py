"""What the kernel is told about archives."""

from mdo.archives.matching import among_sheets
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.archives import SheetElimination, SignInSheet

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
    shown_in={SheetElimination: ("EliminationView",)},
    not_undone={
        SheetElimination: N_(
            "Neither a visa nor the destruction that it allows is undone: « Eliminations » withdraws the visa as long "
            "as nothing was destroyed."
        )
    },
    searched_by_reading={SignInSheet: among_sheets},
)
