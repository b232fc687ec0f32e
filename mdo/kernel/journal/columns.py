"""Columns of the journal and of the access log."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.journal.access import OUTCOMES
from models.journal import AccessLog, JournalEntry

# What an export took: a list on screen, noted by its view; a kind of exchange, or a report, which domains declare.
WHAT_LABELS: dict[str, str] = {}

JOURNAL_COLUMNS = (
    Column("at", N_("When"), lambda row, today: row.at, Kind.MOMENT, (JournalEntry.at,), width=18),
    Column(
        "actor_name", N_("Who"), lambda row, today: row.actor_name or None, sort=(JournalEntry.actor_name,), width=26
    ),
    Column("door", N_("How"), lambda row, today: row.door, Kind.ENUM, (JournalEntry.door,), width=18),
    Column("summary", N_("Operation"), lambda row, today: row.summary or None, width=50),
)

ACCESS_LOG_COLUMNS = (
    Column("at", N_("When"), lambda row, today: row.at, Kind.MOMENT, (AccessLog.at,), width=18),
    Column("user_name", N_("Who"), lambda row, today: row.user_name or None, sort=(AccessLog.user_name,), width=26),
    Column(
        "what",
        N_("What"),
        lambda row, today: WHAT_LABELS.get(row.what, row.what),
        Kind.ENUM,
        (AccessLog.what,),
        width=24,
    ),
    Column("filters", N_("Filters"), lambda row, today: row.filters, width=50),
    Column(
        "row_count",
        N_("Rows"),
        lambda row, today: row.row_count,
        Kind.INTEGER,
        (AccessLog.row_count,),
        width=10,
        sums=True,
    ),
    Column(
        "outcome",
        N_("Outcome"),
        lambda row, today: OUTCOMES.get(row.action, row.action),
        Kind.ENUM,
        (AccessLog.action,),
        width=30,
    ),
)
