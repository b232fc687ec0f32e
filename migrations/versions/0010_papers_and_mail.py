"""Papers of meetings with their templates, and the messages to those convened.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, link, record_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = ("paper_template", "meeting_document", "outgoing_mail", "mail_recipient")
_INDEXES = (
    ("paper_template", "made_by_id"),
    ("meeting_document", "meeting_id"),
    ("meeting_document", "made_by_id"),
    ("outgoing_mail", "meeting_id"),
    ("outgoing_mail", "user_id"),
    ("mail_recipient", "meeting_id"),
    ("mail_recipient", "mail_id", "state"),
)
_LARGEST = 20 * 1024 * 1024


def upgrade() -> None:
    record_table(
        "paper_template",
        choice("kind", "paper_kind", "convocation", "sign_in_sheet", "minutes"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        link("made_by_id", "ab_user"),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint("number BETWEEN 1 AND 9999", name="number_in_range"),
        sa.CheckConstraint(f"size BETWEEN 1 AND {_LARGEST}", name="size_in_range"),
        sa.UniqueConstraint("kind", "number"),
    )
    record_table(
        "meeting_document",
        link("meeting_id", "meeting", nullable=False),
        choice("kind", "document_kind", "convocation", "sign_in_sheet", "minutes", "attachment"),
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
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint("number BETWEEN 1 AND 9999", name="number_in_range"),
        sa.CheckConstraint(f"size BETWEEN 1 AND {_LARGEST}", name="size_in_range"),
        sa.UniqueConstraint("meeting_id", "kind", "title", "media_type", "number", name="uq_meeting_document_version"),
    )
    _create_mail()
    create_indexes(_INDEXES)


def _create_mail() -> None:
    record_table(
        "outgoing_mail",
        link("meeting_id", "meeting", nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("invitation", sa.Text()),
        sa.Column("from_address", sa.String(254), nullable=False),
        choice("state", "mail_state", "queued", "sending", "done"),
        link("user_id", "ab_user"),
        sa.CheckConstraint("subject <> ''", name="subject_filled"),
    )
    record_table(
        "mail_recipient",
        link("mail_id", "outgoing_mail", nullable=False),
        link("meeting_id", "meeting", nullable=False),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        choice("state", "recipient_state", "queued", "sending", "sent", "failed", "unsure"),
        sa.Column("reason", sa.String(500)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("message_id", sa.String(200)),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when_sent"),
        sa.CheckConstraint("address <> ''", name="address_filled"),
        sa.CheckConstraint("attempts BETWEEN 0 AND 99", name="attempts_in_range"),
        sa.UniqueConstraint("mail_id", "address"),
        sa.UniqueConstraint("message_id"),
    )


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)
