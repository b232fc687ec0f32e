"""The fields of days off."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, section, shown
from models.network import SchoolHoliday

# fmt: off
SCHOOL_HOLIDAY = Table(
    SchoolHoliday, (N_("School holidays"), N_("School holidays")),
    section(N_("School holidays"),
        Field(SchoolHoliday.label, N_("Holidays"), column=shown(1, 36)),
        Field(SchoolHoliday.start_on, N_("From"), column=shown(2)),
        Field(SchoolHoliday.end_on, N_("Until"), column=shown(3)),
    ),
    searched=("label",),
)
# fmt: on
