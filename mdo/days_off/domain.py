"""What the kernel is told about days off."""

from mdo.days_off.exchanges import EXCHANGES
from mdo.days_off.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.days_off import DateToAvoid
from models.network import SchoolHoliday
from models.territory import Arrondissement

DOMAIN = Domain(
    "days_off",
    rights=(
        ScreenRights("SchoolHolidayView", N_("School holidays"), Section.SETTINGS, 20, Audience.SCHOOL_HOLIDAYS),
        ScreenRights("DateToAvoidView", N_("Dates to avoid"), Section.MEETINGS, 15, Audience.TOPICS),
    ),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(350, SchoolHoliday, title=SchoolHoliday.label, order=(small(SchoolHoliday.label),)),
        SearchKind(
            355,
            DateToAvoid,
            title=DateToAvoid.label,
            order=(small(DateToAvoid.label),),
            details=(Arrondissement.name,),
            joins=((DateToAvoid.arrondissement,),),
        ),
    ),
    shown_in={SchoolHoliday: ("SchoolHolidayView",), DateToAvoid: ("DateToAvoidView",)},
)
