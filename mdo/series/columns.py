"""Columns of the series of meetings."""

from sqlalchemy import func

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.network import MeetingSeries

_SERIES = FIELD_LABELS[MeetingSeries]

SERIES_COLUMNS = (
    Column("title", _SERIES["title"], lambda row, today: row.title, sort=(func.lower(MeetingSeries.title),), width=40),
    Column(
        "first_on", _SERIES["first_on"], lambda row, today: row.first_on, Kind.DATE, (MeetingSeries.first_on,), width=14
    ),
    Column(
        "last_on", _SERIES["last_on"], lambda row, today: row.last_on, Kind.DATE, (MeetingSeries.last_on,), width=14
    ),
    Column(
        "every_months",
        _SERIES["every_months"],
        lambda row, today: row.every_months,
        Kind.INTEGER,
        (MeetingSeries.every_months,),
        width=10,
    ),
    Column("rule", _SERIES["rule"], lambda row, today: row.rule, Kind.ENUM, (MeetingSeries.rule,), width=30),
)
