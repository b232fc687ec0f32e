"""One act of award: groupings that tender, why a tender is left out, how a file ends, contracts awarded before.

Revision ID: 0029
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, choice, link

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_CANDIDATES = "ck_contract_candidates_received_in_range"
_DAYS = ("regularisation_asked_on", "regularised_on")
# The lead of those who hold a contract made the tender that was retained, where the award was typed on the file.
_RETAINED = """
    UPDATE tender SET is_retained = :yes
    WHERE is_admissible = :yes
      AND contract_id IN (SELECT id FROM contract WHERE state IN ('awarded', 'running', 'ended'))
      AND contract_id NOT IN (SELECT contract_id FROM tender AS other WHERE other.is_retained = :yes)
      AND EXISTS (
        SELECT 1 FROM contract_holder AS holder
        WHERE holder.contract_id = tender.contract_id AND holder.supplier_id = tender.supplier_id
      )
"""


def _add_to_contract(batch: BatchOperations) -> None:
    batch.add_column(choice("ending", "contract_ending", "unsuccessful", "no_follow_up", "given_up", nullable=True))
    batch.add_column(sa.Column("candidates_received", sa.Integer()))
    batch.create_check_constraint(
        op.f("ck_contract_candidates_received_in_range"), "candidates_received BETWEEN 0 AND 9999"
    )
    batch.add_column(sa.Column("award_reason", sa.Text()))
    batch.add_column(sa.Column("is_taken_over", sa.Boolean(), nullable=False, server_default=sa.false()))


def _add_to_tender(batch: BatchOperations) -> None:
    kind = sa.Enum(
        "none", "joint", "solidary", name="tender_group_kind", native_enum=False, create_constraint=True, length=32
    )
    batch.add_column(sa.Column("group_kind", kind, nullable=False, server_default="none"))
    grounds = ("irregular", "unacceptable", "inappropriate", "low", "late", "candidacy")
    batch.add_column(choice("inadmissible_ground", "inadmissible_ground", *grounds, nullable=True))
    for name in _DAYS:
        batch.add_column(sa.Column(name, sa.Date()))
        batch.create_check_constraint(
            op.f(f"ck_tender_{name}_in_range"), f"{name} BETWEEN '1900-01-01' AND '2100-12-31'"
        )


def upgrade() -> None:
    change_table("contract", _add_to_contract)
    change_table("tender", _add_to_tender)
    # As elsewhere, the program gives the first value of what it adds.
    change_table("contract", lambda batch: batch.alter_column("is_taken_over", server_default=None))
    change_table("tender", lambda batch: batch.alter_column("group_kind", server_default=None))
    op.create_table(
        "tender_member",
        link("tender_id", "tender", nullable=False),
        link("supplier_id", "supplier", nullable=False),
        sa.PrimaryKeyConstraint("tender_id", "supplier_id"),
    )
    op.create_index("ix_tender_member_supplier_id", "tender_member", ["supplier_id"])
    op.get_bind().execute(sa.text(_RETAINED), {"yes": True})


def downgrade() -> None:
    op.drop_table("tender_member")

    def from_tender(batch: BatchOperations) -> None:
        for name in _DAYS:
            batch.drop_constraint(op.f(f"ck_tender_{name}_in_range"), type_="check")
            batch.drop_column(name)
        batch.drop_constraint(op.f("ck_tender_inadmissible_ground"), type_="check")
        batch.drop_column("inadmissible_ground")
        batch.drop_constraint(op.f("ck_tender_tender_group_kind"), type_="check")
        batch.drop_column("group_kind")

    def from_contract(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("ck_contract_contract_ending"), type_="check")
        batch.drop_constraint(op.f(_CANDIDATES), type_="check")
        for name in ("ending", "candidates_received", "award_reason", "is_taken_over"):
            batch.drop_column(name)

    change_table("tender", from_tender)
    change_table("contract", from_contract)
