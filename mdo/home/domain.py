"""What the kernel is told about the home page."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section

DOMAIN = Domain("home", rights=(ScreenRights("HomeView", N_("Home"), Section.GENERAL, 10, Audience.OWN, "list"),))
