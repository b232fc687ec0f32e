"""Columns of the attendance of a meeting, as its Excel file has them."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.fields import ATTENDANCE
from models.attendance import Attendance

_LINE = FIELD_LABELS[Attendance]

ATTENDANCE_COLUMNS = ATTENDANCE.columns(
    {
        1: Column("name", N_("Name"), lambda row, today: str(row), width=34),
        3: Column("college", _LINE["college"], lambda row, today: row.college.name if row.college else None, width=26),
    }
)
