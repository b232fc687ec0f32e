"""Series of meetings of a body, beside those of the network.

Revision ID: 0058
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, create_indexes

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_KINDS = ("plenary", "bureau", "commission", "council_with_cica", "annual_assembly", "public", "network", "working")


def upgrade() -> None:
    def change(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("instance_id", sa.Integer()))
        batch.add_column(sa.Column("kind", sa.String(32), nullable=False, server_default="network"))
        batch.create_foreign_key(op.f("fk_meeting_series_instance_id_instance"), "instance", ["instance_id"], ["id"])
        listed = ", ".join(f"'{kind}'" for kind in _KINDS)
        batch.create_check_constraint(op.f("ck_meeting_series_series_kind"), f"kind IN ({listed})")

    def let_go_of_the_default(batch: BatchOperations) -> None:
        batch.alter_column("kind", existing_type=sa.String(32), existing_nullable=False, server_default=None)

    change_table("meeting_series", change)
    change_table("meeting_series", let_go_of_the_default)
    create_indexes((("meeting_series", "instance_id"),))


def downgrade() -> None:
    op.drop_index("ix_meeting_series_instance_id", "meeting_series")

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("ck_meeting_series_series_kind"), type_="check")
        batch.drop_constraint(op.f("fk_meeting_series_instance_id_instance"), type_="foreignkey")
        batch.drop_column("kind")
        batch.drop_column("instance_id")

    change_table("meeting_series", change)
