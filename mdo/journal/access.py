"""The access log: who left with which rows, by a screen or by a command."""

from mdo.context import AnySession, context_of
from models.journal import AccessLog

_MAX_FILTERS = 1000


def note_export(session: AnySession, what: str, filters: str, rows: int) -> None:
    """Notes an export under the actor of the session; `filters` are in the reader's words. Flushes nothing."""
    context = context_of(session)
    session.add(
        AccessLog(
            user_id=context.actor_id,
            user_name=context.actor_name,
            action="export",
            what=what,
            filters=filters[:_MAX_FILTERS],
            row_count=rows,
        )
    )
