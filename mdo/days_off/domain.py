"""What the kernel is told about days off."""

from mdo.days_off.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.network import SchoolHoliday

DOMAIN = Domain(
    "days_off",
    rights=(ScreenRights("SchoolHolidayView", N_("School holidays"), Section.SETTINGS, 20, Audience.SCHOOL_HOLIDAYS),),
    rules=RULES,
    found=(SearchKind(350, SchoolHoliday, title=SchoolHoliday.label, order=(small(SchoolHoliday.label),)),),
    shown_in={SchoolHoliday: ("SchoolHolidayView",)},
)
