"""Columns of the essential data of contracts: a row is where a contract stands."""

from dataclasses import dataclass

from mdo.decp.checks import identifier_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract

_LABELS = FIELD_LABELS[Contract]

OPEN_DATA_COLUMNS = (
    Column("number", _LABELS["number"], lambda row, today: row.contract.number, width=16),
    Column("title", _LABELS["title"], lambda row, today: row.contract.title, width=44),
    Column("state", N_("Where they stand"), lambda row, today: row.state, Kind.ENUM, width=34),
    Column("due_on", N_("To hand over by"), lambda row, today: row.obligation.due_on, Kind.DATE, width=16),
    Column("published_on", N_("Published on (contract)"), lambda row, today: row.contract.published_on, Kind.DATE),
    Column("faults", N_("Points to complete"), lambda row, today: len(row.faults) or None, Kind.INTEGER, width=12),
    Column("notified_on", _LABELS["notified_on"], lambda row, today: row.contract.notified_on, Kind.DATE, width=14),
    Column(
        "amount",
        N_("Amount that counts before tax (€)"),
        lambda row, today: row.obligation.amount,
        Kind.AMOUNT,
        width=18,
        is_shown=False,
    ),
    Column(
        "open_data_id",
        _LABELS["open_data_id"],
        lambda row, today: identifier_of(row.contract),
        width=18,
        is_shown=False,
    ),
)


@dataclass(frozen=True)
class ImportedLine:
    """A line of what a DECP file would do, in words: a contract, an act, a value of one."""

    rank: int
    id: str
    title: str
    what: str
    state: str
    words: str = ""
    field: str = ""
    kept: str = ""
    published: str = ""


IMPORTED_COLUMNS = (
    Column("rank", N_("Rank in the file"), lambda row, today: row.rank, Kind.INTEGER, width=10),
    Column("id", N_("Id in the essential data"), lambda row, today: row.id or None, width=18),
    Column("title", _LABELS["title"], lambda row, today: row.title or None, width=44),
    Column("what", N_("Contract or act"), lambda row, today: row.what, width=32),
    Column("state", N_("What becomes of it"), lambda row, today: row.state, width=16),
    Column("words", N_("What is said of it"), lambda row, today: row.words or None, Kind.LONG_TEXT, width=60),
    Column("field", N_("Field"), lambda row, today: row.field or None, width=28),
    Column("kept", N_("In the register"), lambda row, today: row.kept or None, Kind.LONG_TEXT, width=40),
    Column("published", N_("In the DECP file"), lambda row, today: row.published or None, Kind.LONG_TEXT, width=40),
)
