"""Columns of the essential data of contracts: a row is where a contract stands."""

from mdo.columns import Column, Kind
from mdo.decp.checks import identifier_of
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
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
