"""Columns of the list of jobs."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.jobs import Job

_LABELS = FIELD_LABELS[Job]

JOB_COLUMNS = (
    Column("label", _LABELS["label"], lambda row, today: row.label, sort=(Job.label,), width=44),
    Column("state", _LABELS["state"], lambda row, today: row.state, Kind.ENUM, (Job.state,), width=16),
    Column("created_at", _LABELS["created_at"], lambda row, today: row.created_at, Kind.MOMENT, (Job.created_at,)),
    Column("started_at", _LABELS["started_at"], lambda row, today: row.started_at, Kind.MOMENT, (Job.started_at,)),
    Column("ended_at", _LABELS["ended_at"], lambda row, today: row.ended_at, Kind.MOMENT, (Job.ended_at,)),
    Column("user", _LABELS["user_id"], lambda row, today: str(row.user), loads=(Job.user,), width=28),
)
