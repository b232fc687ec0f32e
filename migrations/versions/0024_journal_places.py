"""A change says where its row stood and whose it was: the journal is read like the screens, and knows whose to restore.

Of the changes that are there it is filled as far as it can be known: from the row, or from what the journal kept of it.

Revision ID: 0024
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_COLUMNS = ("owner_id", "contract_id", "instance_id", "arrondissement_id")
_INDEXED = ("instance_id", "arrondissement_id")

# The column of the journal, and of each table the SQL that tells it of a row that is there, with what the journal holds
# of one that is gone: the name of a field, and the table to which that leads when it is not the value itself.
_OWNED = ("calendar_feed", "evening_hours", "import_mapping", "preference", "saved_view")
_BY_BODY = ("college", "council_request", "mandate", "mandate_function", "meeting", "seat")
_BY_MEETING = (
    "action_item",
    "agenda_item",
    "attendance",
    "decision",
    "meeting_document",
    "meeting_step",
    "session_question",
)
_BY_ARRONDISSEMENT = ("organisation", "person", "referent")
_BY_CONTRACT = ("committee_opinion", "negotiation_round", "tender")
_BY_TENDER = ("tender_mark", "tender_revision")
_KEPT_BACK = ("analysis_report", "letters")
_UNKNOWN = 0


def _class_of(table: str) -> str:
    return "".join(word.capitalize() for word in table.split("_"))


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("journal_change", sa.Column(name, sa.Integer(), nullable=True))
    for table in _OWNED:
        _fill(table, "owner_id", "held.user_id", "user_id")
        _close(table, "owner_id")
    for table in _BY_CONTRACT:
        _fill(table, "contract_id", "held.contract_id", "contract_id")
        _close(table, "contract_id")
    for table in _BY_TENDER:
        _fill(table, "contract_id", "(SELECT contract_id FROM tender WHERE id = held.tender_id)", "tender_id", "tender")
        _close(table, "contract_id")
    _fill_documents()
    for table in _BY_BODY:
        _fill(table, "instance_id", "held.instance_id", "instance_id")
    for table in _BY_MEETING:
        of_meeting = "(SELECT instance_id FROM meeting WHERE id = held.meeting_id)"
        _fill(table, "instance_id", of_meeting, "meeting_id", "meeting")
    for table in _BY_ARRONDISSEMENT:
        _fill(table, "arrondissement_id", "held.arrondissement_id", "arrondissement_id")
    op.execute("UPDATE journal_change SET instance_id = row_id WHERE model = 'Instance'")
    alone = (
        "(SELECT CASE WHEN count(*) = 1 THEN min(arrondissement_id) END"
        " FROM instance_arrondissement WHERE instance_id = held.id)"
    )
    _fill("instance", "arrondissement_id", alone, "arrondissements")
    for name in _INDEXED:
        op.create_index(f"ix_journal_change_{name}", "journal_change", [name])


def downgrade() -> None:
    for name in _INDEXED:
        op.drop_index(f"ix_journal_change_{name}", "journal_change")
    for name in reversed(_COLUMNS):
        op.drop_column("journal_change", name)


def _fill(table: str, column: str, value: str, field: str, above: str | None = None) -> None:
    """From the rows that are there; then, of those that are gone, from the last value that the journal has of them."""
    name = _class_of(table)
    there = f"SELECT {value} FROM {table} AS held WHERE held.id = journal_change.row_id"
    op.execute(f"UPDATE journal_change SET {column} = ({there}) WHERE model = '{name}'")
    known: dict[int, int] = {}
    for row_id, fields in _of_rows_gone(name, table):
        before, after = fields.get(field, (None, None))
        found = after or before
        if isinstance(found, list):
            found = found[0] if len(found) == 1 else None
        if found:
            known[row_id] = found
    for row_id, found in known.items():
        _tell(name, row_id, column, found if above is None else _above(above, found))


def _fill_documents() -> None:
    """Those of a contract that say what suppliers offered, by their kind."""
    kinds = ", ".join(f"'{kind}'" for kind in _KEPT_BACK)
    op.execute(
        "UPDATE journal_change SET contract_id = (SELECT held.contract_id FROM contract_document AS held"
        f" WHERE held.id = journal_change.row_id AND held.kind IN ({kinds})) WHERE model = 'ContractDocument'"
    )
    for row_id, fields in _of_rows_gone("ContractDocument", "contract_document"):
        if set(fields.get("kind", ())) & {*_KEPT_BACK}:
            _tell("ContractDocument", row_id, "contract_id", max(filter(None, fields["contract_id"]), default=_UNKNOWN))


def _of_rows_gone(name: str, table: str) -> Iterator[tuple[int, dict[str, list[object]]]]:
    gone = sa.text(
        "SELECT row_id, fields FROM journal_change WHERE model = :name"
        f" AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = journal_change.row_id) ORDER BY id"
    )
    for row_id, fields in op.get_bind().execute(gone, {"name": name}).all():
        yield row_id, json.loads(fields) if isinstance(fields, str) else fields


def _above(table: str, row_id: int) -> int | None:
    """What the row above says, there or gone."""
    field = "contract_id" if table == "tender" else "instance_id"
    asked = sa.text(f"SELECT {field} FROM {table} WHERE id = :id")
    found = op.get_bind().execute(asked, {"id": row_id}).first()
    if found is not None:
        return found[0]
    kept = sa.text(f"SELECT max({field}) FROM journal_change WHERE model = :name AND row_id = :id")
    return op.get_bind().scalar(kept, {"name": _class_of(table), "id": row_id})


def _tell(name: str, row_id: int, column: str, value: int | None) -> None:
    told = sa.text(f"UPDATE journal_change SET {column} = :value WHERE model = :name AND row_id = :id")
    op.get_bind().execute(told, {"value": value, "name": name, "id": row_id})


def _close(table: str, column: str) -> None:
    """What nobody can tell any more is read by nobody."""
    told = sa.text(f"UPDATE journal_change SET {column} = :value WHERE model = :name AND {column} IS NULL")
    op.get_bind().execute(told, {"value": _UNKNOWN, "name": _class_of(table)})
