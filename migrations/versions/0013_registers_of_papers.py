"""Words that find documents, their templates, messages and their recipients.

Revision ID: 0013
"""

from migrations.tables import create_search_table, drop_search_table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SEARCHED = ("paper_template", "meeting_document", "outgoing_mail")
_WITH_PRIVATE = "mail_recipient"


def upgrade() -> None:
    for table in _SEARCHED:
        create_search_table(table)
    create_search_table(_WITH_PRIVATE, has_private_words=True)


def downgrade() -> None:
    drop_search_table(_WITH_PRIVATE)
    for table in reversed(_SEARCHED):
        drop_search_table(table)
