"""The access log: what leaves the application as a file. Noted before its first byte, completed after its last."""

from collections.abc import Callable

from sqlalchemy import ColumnElement

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from models.journal import AccessLog

BEGUN = "export_begun"
EXPORT = "export"
CUT_SHORT = "export_cut_short"
LIVE = "live_link"
READING = "reading"
OUTCOMES = {
    BEGUN: N_("begun: how it ended is not known"),
    EXPORT: N_("complete"),
    CUT_SHORT: N_("cut short: the file is not complete"),
    LIVE: N_("read by a live link"),
    READING: N_("a file was opened by who judges it"),
}
_MAX_FILTERS = 1000
# Notes what left, with which filters in words, and how many rows.
Noting = Callable[[str, str, int], None]


def left_clause(*, is_left: bool = True) -> ColumnElement[bool]:
    """What left, as an expression on `AccessLog`: who judges a file took nothing out as she opened it."""
    return AccessLog.action != READING if is_left else AccessLog.action == READING


def note_export(session: AnySession, what: str, filters: str, rows: int, *, action: str = EXPORT) -> int:
    """Notes who took what, with which filters in words, and how many rows left; flushes. Returns the id of the line."""
    context = context_of(session)
    line = AccessLog(
        user_id=context.actor_id,
        user_name=context.actor_name,
        action=action,
        what=what,
        filters=filters[:_MAX_FILTERS],
        row_count=rows,
    )
    session.add(line)
    session.flush()
    return line.id


def complete_export(session: AnySession, line_id: int, rows: int, *, action: str = EXPORT) -> None:
    """Says of a line that was noted how many rows left, and whether all did; flushes."""
    line = session.get_one(AccessLog, line_id)
    line.action, line.row_count = action, rows
    session.flush()
