"""What the kernel is told about network."""

from sqlalchemy.orm import aliased

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of
from mdo.network.answering import ANSWERING
from mdo.network.deadlines import ABSENCE_UNCOVERED, REFERENT_END
from mdo.network.exchanges import EXCHANGES
from mdo.network.row_rules import RULES
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement

_replacement = aliased(User)
_full_name = name_of(User.first_name, User.last_name)

DOMAIN = Domain(
    "network",
    rights=(
        ScreenRights("ReferentView", N_("Référents"), Section.NETWORK, 10, Audience.NETWORK),
        ScreenRights("AbsenceView", N_("Absences"), Section.NETWORK, 20, Audience.NETWORK),
    ),
    deadlines=(REFERENT_END, ABSENCE_UNCOVERED),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            370,
            Referent,
            title=_full_name,
            order=(Referent.id,),
            details=(Arrondissement.name,),
            joins=((Referent.user,), (Referent.arrondissement,)),
        ),
        SearchKind(
            380,
            Absence,
            title=_full_name,
            order=(Absence.id,),
            details=(name_of(_replacement.first_name, _replacement.last_name), Absence.note),
            joins=((Absence.user,), (_replacement, Absence.replacement)),
        ),
    ),
    shown_in={Absence: ("AbsenceView",), Referent: ("ReferentView",)},
    answering=ANSWERING,
)
