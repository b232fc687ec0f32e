"""Columns of evening hours, as their Excel files have them: one's own month, and the totals that are shared."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.meetings import Meeting

_MEETING = FIELD_LABELS[Meeting]

# Of `Evening`; all in minutes.
EVENING_COLUMNS = (
    Column("title", _MEETING["title"], lambda row, today: row.title, width=44),
    Column("start_at", _MEETING["start_at"], lambda row, today: row.start_at, Kind.MOMENT, width=18),
    Column("end_at", _MEETING["end_at"], lambda row, today: row.end_at, Kind.MOMENT, width=18),
    Column("by_rule", N_("By the rule, in minutes"), lambda row, today: row.by_rule, Kind.INTEGER, width=24),
    Column("own_count", N_("My count, in minutes"), lambda row, today: row.own_count, Kind.INTEGER, width=24),
    Column("minutes", N_("To recover, in minutes"), lambda row, today: row.minutes, Kind.INTEGER, width=24, sums=True),
    Column("body", _MEETING["instance"], lambda row, today: row.body or None, width=44),
    Column("shared", N_("Already counted, in minutes"), lambda row, today: row.shared, Kind.INTEGER, width=24),
)
# Of a pair of a name and a `Total`.
SHARED_COLUMNS = (
    Column("user", N_("Account"), lambda row, today: row[0], width=34),
    Column("evenings", N_("Evenings"), lambda row, today: row[1].evenings, Kind.INTEGER, width=12, sums=True),
    Column(
        "minutes", N_("To recover, in minutes"), lambda row, today: row[1].minutes, Kind.INTEGER, width=24, sums=True
    ),
)
