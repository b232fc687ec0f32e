"""What the kernel is told about territory."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.territory.found import FOUND
from models.territory import Arrondissement

DOMAIN = Domain(
    "territory",
    rights=(ScreenRights("ArrondissementView", N_("Arrondissements"), Section.SETTINGS, 50, Audience.REFERENCE),),
    found=FOUND,
    shown_in={Arrondissement: ("ArrondissementView",)},
)
