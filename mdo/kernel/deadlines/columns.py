"""Columns of the list of deadlines: on screen and in Excel."""

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Keeper
from mdo.kernel.deadlines.listing import Deadline
from mdo.kernel.fields.columns import Column, Kind


def _places(row: Deadline) -> tuple[str, ...] | None:
    return row.places or None


def who_reads(row: Deadline) -> tuple[str | Keeper, ...] | str | None:
    """Who answers for a line; the team, after the name of a closed account, where no open account does.

    Of who is away and covered, the cover, then her own name.
    """
    if row.keeper is None:
        return (f"{row.cover} ({row.responsible})", Keeper.COVER) if row.cover else row.responsible
    return (row.responsible, row.keeper) if row.responsible else (row.keeper,)


DEADLINE_COLUMNS: tuple[Column, ...] = (
    Column("due_on", N_("Deadline"), lambda row, today: row.due_on, Kind.DATE, width=14),
    Column("bucket", N_("When"), lambda row, today: row.bucket(today), Kind.ENUM, width=18),
    Column("days", N_("Days left"), lambda row, today: (row.due_on - today).days, Kind.INTEGER, width=12),
    Column("kind", N_("Kind"), lambda row, today: KINDS[row.kind].label, Kind.ENUM, width=34),
    Column("title", N_("Who or what"), lambda row, today: row.title, width=34),
    Column("detail", N_("Detail"), lambda row, today: row.detail, width=44),
    Column("places", N_("Arrondissements"), lambda row, today: _places(row), width=22),
    Column("responsible", N_("Responsible"), lambda row, today: who_reads(row), width=26),
    Column("first_on", N_("Put off from"), lambda row, today: row.first_on, Kind.DATE, width=14),
    Column("reason", N_("Why put off"), lambda row, today: row.reason, width=40),
)
