"""What the kernel is told about organisations."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.organisations.deadlines import CONVENTION_END
from mdo.organisations.exchanges import EXCHANGES
from mdo.organisations.found import FOUND
from mdo.organisations.row_rules import RULES

DOMAIN = Domain(
    "organisations",
    rights=(ScreenRights("OrganisationView", N_("Organisations"), Section.NETWORK, 50, Audience.PEOPLE),),
    deadlines=(CONVENTION_END,),
    rules=RULES,
    exchanges=EXCHANGES,
    found=FOUND,
)
