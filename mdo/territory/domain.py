"""What the kernel is told about territory."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind
from models.territory import Arrondissement

DOMAIN = Domain(
    "territory",
    rights=(ScreenRights("ArrondissementView", N_("Arrondissements"), Section.SETTINGS, 50, Audience.REFERENCE),),
    found=(SearchKind(390, Arrondissement, title=Arrondissement.name, order=(Arrondissement.number,)),),
    shown_in={Arrondissement: ("ArrondissementView",)},
)
