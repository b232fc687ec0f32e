"""The access log: what left the application as a file, whole or cut short."""

from collections.abc import Callable

from mdo.context import AnySession, context_of
from mdo.messages import N_
from models.journal import AccessLog

EXPORT = "export"
CUT_SHORT = "export_cut_short"
OUTCOMES = {EXPORT: N_("complete"), CUT_SHORT: N_("cut short: the file is not complete")}
_MAX_FILTERS = 1000
# Notes what left, with which filters in words, and how many rows.
Noting = Callable[[str, str, int], None]


def note_export(session: AnySession, what: str, filters: str, rows: int, *, is_whole: bool = True) -> None:
    """Notes who took what, with which filters in words, and how many rows left; flushes."""
    context = context_of(session)
    session.add(
        AccessLog(
            user_id=context.actor_id,
            user_name=context.actor_name,
            action=EXPORT if is_whole else CUT_SHORT,
            what=what,
            filters=filters[:_MAX_FILTERS],
            row_count=rows,
        )
    )
    session.flush()
