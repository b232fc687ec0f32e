"""Accounts, roles, rights and sign-in. FAB's tables (ab_*) are here: the server never creates them.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import create_indexes, link, record_table, table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "ab_group",
    "ab_permission",
    "ab_register_user",
    "ab_role",
    "ab_user",
    "ab_view_menu",
    "ab_api_key",
    "ab_group_role",
    "ab_permission_view",
    "ab_user_group",
    "ab_user_role",
    "ab_permission_view_role",
    "login_attempt",
    "user_session",
)

_FAB_INDEXES = (
    ("idx_api_key_lookup_hash", "ab_api_key", "lookup_hash"),
    ("idx_api_key_prefix", "ab_api_key", "key_prefix"),
    ("idx_api_key_user_id", "ab_api_key", "user_id"),
    ("idx_group_id", "ab_group_role", "group_id"),
    ("idx_group_role_id", "ab_group_role", "role_id"),
    ("idx_permission_id", "ab_permission_view", "permission_id"),
    ("idx_view_menu_id", "ab_permission_view", "view_menu_id"),
    ("idx_user_group_id", "ab_user_group", "group_id"),
    ("idx_user_id", "ab_user_group", "user_id"),
    ("idx_permission_view_id", "ab_permission_view_role", "permission_view_id"),
    ("idx_role_id", "ab_permission_view_role", "role_id"),
)

_INDEXES = (
    ("login_attempt", "address"),
    ("login_attempt", "at"),
    ("login_attempt", "name_hash"),
    ("user_session", "user_id"),
)


def upgrade() -> None:
    _create_accounts()
    _create_sign_in()
    create_indexes(_INDEXES)


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _create_accounts() -> None:
    """FAB's tables; version, ends_on and locale are the product's."""
    table(
        "ab_group",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("label", sa.String(150)),
        sa.Column("description", sa.String(512)),
        sa.UniqueConstraint("name"),
    )
    table(
        "ab_permission",
        sa.Column("name", sa.String(100), nullable=False),
        sa.UniqueConstraint("name"),
    )
    table(
        "ab_register_user",
        sa.Column("first_name", sa.String(64), nullable=False),
        sa.Column("last_name", sa.String(64), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("password", sa.String(256)),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("registration_date", sa.DateTime()),
        sa.Column("registration_hash", sa.String(256)),
        sa.UniqueConstraint("username"),
        sa.UniqueConstraint("email"),
    )
    table(
        "ab_role",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.UniqueConstraint("name"),
        keeps_ids=True,
    )
    table(
        "ab_user",
        sa.Column("first_name", sa.String(64), nullable=False),
        sa.Column("last_name", sa.String(64), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("password", sa.String(256)),
        sa.Column("active", sa.Boolean()),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("last_login", sa.DateTime()),
        sa.Column("login_count", sa.Integer()),
        sa.Column("fail_login_count", sa.Integer()),
        sa.Column("created_on", sa.DateTime()),
        sa.Column("changed_on", sa.DateTime()),
        link("created_by_fk", "ab_user"),
        link("changed_by_fk", "ab_user"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("ends_on", sa.Date()),
        sa.Column("locale", sa.String(5)),
        sa.UniqueConstraint("username"),
        sa.UniqueConstraint("email"),
        keeps_ids=True,
    )
    table(
        "ab_view_menu",
        sa.Column("name", sa.String(250), nullable=False),
        sa.UniqueConstraint("name"),
    )
    table(
        "ab_api_key",
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("key_hash", sa.String(256), nullable=False),
        sa.Column("lookup_hash", sa.String(256)),
        sa.Column("key_prefix", sa.String(16), nullable=False),
        link("user_id", "ab_user", nullable=False, ondelete="CASCADE"),
        sa.Column("scopes", sa.Text()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.DateTime()),
        sa.Column("expires_on", sa.DateTime()),
        sa.Column("revoked_on", sa.DateTime()),
        sa.Column("last_used_on", sa.DateTime()),
        sa.UniqueConstraint("uuid"),
        sa.UniqueConstraint("lookup_hash"),
    )
    table(
        "ab_group_role",
        link("group_id", "ab_group", ondelete="CASCADE"),
        link("role_id", "ab_role", ondelete="CASCADE"),
        sa.UniqueConstraint("group_id", "role_id"),
    )
    table(
        "ab_permission_view",
        link("permission_id", "ab_permission", nullable=False),
        link("view_menu_id", "ab_view_menu", nullable=False),
        sa.UniqueConstraint("permission_id", "view_menu_id"),
    )
    table(
        "ab_user_group",
        link("user_id", "ab_user", ondelete="CASCADE"),
        link("group_id", "ab_group", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", "group_id"),
    )
    table(
        "ab_user_role",
        link("user_id", "ab_user", ondelete="CASCADE"),
        link("role_id", "ab_role", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", "role_id"),
    )
    table(
        "ab_permission_view_role",
        link("permission_view_id", "ab_permission_view", ondelete="CASCADE"),
        link("role_id", "ab_role", ondelete="CASCADE"),
        sa.UniqueConstraint("permission_view_id", "role_id"),
    )
    for name, owner, column in _FAB_INDEXES:
        op.create_index(name, owner, [column], unique=name == "idx_api_key_lookup_hash")


def _create_sign_in() -> None:
    record_table(
        "login_attempt",
        sa.Column("name_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("is_success", sa.Boolean(), nullable=False),
    )
    record_table(
        "user_session",
        sa.Column("sid_hash", sa.String(64), nullable=False),
        link("user_id", "ab_user", nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime()),
        sa.UniqueConstraint("sid_hash"),
    )
