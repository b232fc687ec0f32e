"""Columns of the school holidays."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.network import SchoolHoliday

_HOLIDAY = FIELD_LABELS[SchoolHoliday]

HOLIDAY_COLUMNS = (
    Column("label", _HOLIDAY["label"], lambda row, today: row.label, sort=(SchoolHoliday.label,), width=36),
    Column(
        "start_on",
        _HOLIDAY["start_on"],
        lambda row, today: row.start_on,
        Kind.DATE,
        (SchoolHoliday.start_on,),
        width=14,
    ),
    Column("end_on", _HOLIDAY["end_on"], lambda row, today: row.end_on, Kind.DATE, (SchoolHoliday.end_on,), width=14),
)
