"""Columns of the attendance of a meeting, as its Excel file has them."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.attendance import Attendance

_LINE = FIELD_LABELS[Attendance]

ATTENDANCE_COLUMNS = (
    Column("name", N_("Name"), lambda row, today: str(row), width=34),
    Column("quality", _LINE["quality"], lambda row, today: row.quality, width=34),
    Column("college", _LINE["college"], lambda row, today: row.college.name if row.college else None, width=26),
    Column("is_convened", _LINE["is_convened"], lambda row, today: row.is_convened, Kind.BOOLEAN, width=12),
    Column("presence", _LINE["presence"], lambda row, today: row.presence, Kind.ENUM, width=16),
    Column(
        "represented_by",
        _LINE["represented_by"],
        lambda row, today: str(row.represented_by) if row.represented_by else None,
        loads=(Attendance.represented_by,),
        width=30,
    ),
    Column("arrived_at", _LINE["arrived_at"], lambda row, today: row.arrived_at, Kind.MOMENT, width=18),
    Column("left_at", _LINE["left_at"], lambda row, today: row.left_at, Kind.MOMENT, width=18),
    Column("note", _LINE["note"], lambda row, today: row.note, Kind.LONG_TEXT, width=40),
)
