"""One table for the documents of all records, in which those of meetings and of contracts come together.

Those of meetings keep their ids; those of contracts get the ids that follow, in the journal too, and so does the
document of a step.

Revision ID: 0052
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import (
    change_table,
    choice,
    create_indexes,
    create_search_table,
    drop_search_table,
    is_sqlite,
    link,
    record_table,
)

revision = "0052"
down_revision = "0058"
branch_labels = None
depends_on = None

_CARRIERS = {
    "meeting": "meeting",
    "instance": "instance",
    "person": "person",
    "organisation": "organisation",
    "request": "council_request",
    "contract": "contract",
}
_MEETING_KINDS = ("convocation", "sign_in_sheet", "minutes", "attachment")
_CONTRACT_KINDS = ("analysis_report", "contract_sheet", "letters", "open_data", "attachment")
_KINDS = (
    *("convocation", "sign_in_sheet", "minutes", "analysis_report", "contract_sheet", "letters", "open_data"),
    *("attachment", "letter", "email", "agreement", "deliberation", "note", "report", "presentation", "picture"),
    *("signed_form", "server_link"),
)
_COPIED = "kind, title, number, file_name, media_type, content, size, sha256, made_by_id, made_at, version, created_at"
_LAST_COPIED = "updated_at, is_withdrawn"
_LARGEST = 20 * 1024 * 1024
_change = sa.table(
    "journal_change",
    sa.column("id", sa.Integer()),
    sa.column("model", sa.String()),
    sa.column("row_id", sa.Integer()),
    sa.column("contract_id", sa.Integer()),
    sa.column("fields", sa.JSON()),
)


def upgrade() -> None:
    _create_document()
    offset, last = _last_id("meeting_document"), _last_id("contract_document")
    _copy("meeting_document", "meeting_id", 0)
    _copy("contract_document", "contract_id", offset)
    _give_no_id_again("document", offset + last)
    _move_step("contract_document", "document", offset)
    op.execute(_change.update().where(_change.c.model == "MeetingDocument").values(model="Document"))
    of_contracts = _change.update().where(_change.c.model == "ContractDocument")
    op.execute(of_contracts.values(model="Document", row_id=_change.c.row_id + offset))
    drop_search_table("meeting_document")
    op.drop_table("meeting_document")
    op.drop_table("contract_document")
    # The words that find them are written once the migrations are done (mdo.setup).
    create_search_table("document")


def _create_document() -> None:
    columns = [f"{name}_id" for name in _CARRIERS]
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    record_table(
        "document",
        *(link(f"{name}_id", table) for name, table in _CARRIERS.items()),
        choice("kind", "document_kind", *_KINDS),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dated_on", sa.Date()),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("stored_as", sa.String(40)),
        sa.Column("size", sa.Integer()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("link", sa.String(1000)),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        link("signs_id", "document"),
        link("made_by_id", "ab_user"),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint(f"{filled} = 1", name="one_carrier"),
        sa.CheckConstraint("(kind = 'server_link') = (link IS NOT NULL)", name="link_of_kind"),
        sa.CheckConstraint("(sha256 IS NULL) = (link IS NOT NULL)", name="file_or_link"),
        sa.CheckConstraint("link IS NOT NULL OR content IS NOT NULL OR stored_as IS NOT NULL", name="content_kept"),
        sa.CheckConstraint("number BETWEEN 1 AND 9999", name="number_in_range"),
        sa.CheckConstraint("dated_on BETWEEN '1900-01-01' AND '2100-12-31'", name="dated_on_in_range"),
        sa.CheckConstraint(f"size BETWEEN 1 AND {_LARGEST}", name="size_in_range"),
        sa.UniqueConstraint("signs_id"),
        *(
            sa.UniqueConstraint(
                f"{name}_id", "kind", "title", "media_type", "number", name=f"uq_document_{name}_version"
            )
            for name in _CARRIERS
        ),
    )
    create_indexes(("document", column) for column in (*columns, "made_by_id"))


def _copy(table: str, carrier: str, offset: int) -> None:
    op.execute(
        f"INSERT INTO document (id, {carrier}, {_COPIED}, {_LAST_COPIED}, is_final)"  # constants alone
        f" SELECT id + {offset}, {carrier}, {_COPIED}, {_LAST_COPIED}, {_false()} FROM {table}"
    )


def _false() -> str:
    return "0" if is_sqlite() else "false"


def _last_id(table: str) -> int:
    """The last id that a table ever gave: a row that is gone has its own in the journal still."""
    connection = op.get_bind()
    if is_sqlite():
        found = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table})
        return int(found or 0)
    connection.execute(sa.text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
    found = connection.scalar(
        sa.text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + f"{table}_id_seq")
    )
    return int(found or 0)


def _give_no_id_again(table: str, last: int) -> None:
    connection = op.get_bind()
    if not last:
        return
    if is_sqlite():
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": table, "last": last}
        )
    else:
        connection.execute(sa.text("SELECT setval(:sequence, :last)"), {"sequence": f"{table}_id_seq", "last": last})


def _move_step(old: str, new: str, offset: int) -> None:
    """The document of a step leads to the other table; in the journal too, which undoes changes of it."""
    key = "fk_procurement_step_document_id_"

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(key + old), type_="foreignkey")

    def point(batch: BatchOperations) -> None:
        batch.create_foreign_key(op.f(key + new), new, ["document_id"], ["id"])

    change_table("procurement_step", change)
    op.execute(f"UPDATE procurement_step SET document_id = document_id + {offset} WHERE document_id IS NOT NULL")
    change_table("procurement_step", point)
    connection = op.get_bind()
    steps = sa.select(_change.c.id, _change.c.fields).where(_change.c.model == "ProcurementStep")
    for row in connection.execute(steps).all():
        fields: dict[str, Any] = row.fields
        if offset and "document_id" in fields:
            moved = [None if value is None else value + offset for value in fields["document_id"]]
            connection.execute(
                _change.update().where(_change.c.id == row.id).values(fields={**fields, "document_id": moved})
            )


def downgrade() -> None:
    """What stands on other records than meetings and contracts goes, and addresses with it; so does what is in files.

    Documents of contracts keep the ids that they got.
    """
    _create_old("meeting", "document_kind", _MEETING_KINDS)
    _create_old("contract", "contract_file_kind", _CONTRACT_KINDS)
    last = _last_id("document")
    for name, kinds in (("meeting", _MEETING_KINDS), ("contract", _CONTRACT_KINDS)):
        table, columns = f"{name}_document", f"title, {_COPIED.split(', ', 2)[2]}, {_LAST_COPIED}"
        known = ", ".join(f"'{kind}'" for kind in kinds)
        op.execute(
            f"INSERT INTO {table} (id, {name}_id, kind, {columns})"  # constants alone
            f" SELECT id, {name}_id, CASE WHEN kind IN ({known}) THEN kind ELSE 'attachment' END, {columns}"
            f" FROM document WHERE {name}_id IS NOT NULL AND content IS NOT NULL"
        )
        _give_no_id_again(table, last)
    kept = "SELECT id FROM contract_document"
    op.execute(f"UPDATE procurement_step SET document_id = NULL WHERE document_id NOT IN ({kept})")
    _move_step("document", "contract_document", 0)
    of_contracts = sa.or_(_change.c.row_id.in_(sa.text(kept)), _change.c.contract_id.is_not(None))
    is_document = _change.c.model == "Document"
    op.execute(_change.update().where(is_document, of_contracts).values(model="ContractDocument"))
    op.execute(_change.update().where(is_document).values(model="MeetingDocument"))
    drop_search_table("document")
    op.drop_table("document")
    create_search_table("meeting_document")


def _create_old(name: str, constraint: str, kinds: tuple[str, ...]) -> None:
    record_table(
        f"{name}_document",
        link(f"{name}_id", name, nullable=False),
        choice("kind", constraint, *kinds),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        link("made_by_id", "ab_user"),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 9999", name="number_in_range"),
        sa.CheckConstraint(f"size BETWEEN 1 AND {_LARGEST}", name="size_in_range"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.UniqueConstraint(f"{name}_id", "kind", "title", "media_type", "number", name=f"uq_{name}_document_version"),
    )
    create_indexes(((f"{name}_document", f"{name}_id"), (f"{name}_document", "made_by_id")))
