"""What the kernel is told about network."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.network.answering import ANSWERING
from mdo.network.deadlines import ABSENCE_UNCOVERED, REFERENT_END
from mdo.network.exchanges import EXCHANGES
from mdo.network.found import FOUND
from mdo.network.row_rules import RULES
from models.network import Absence, Referent

DOMAIN = Domain(
    "network",
    rights=(
        ScreenRights("ReferentView", N_("Référents"), Section.NETWORK, 10, Audience.NETWORK),
        ScreenRights("AbsenceView", N_("Absences"), Section.NETWORK, 20, Audience.NETWORK),
    ),
    deadlines=(REFERENT_END, ABSENCE_UNCOVERED),
    rules=RULES,
    exchanges=EXCHANGES,
    found=FOUND,
    shown_in={Absence: ("AbsenceView",), Referent: ("ReferentView",)},
    answering=ANSWERING,
)
