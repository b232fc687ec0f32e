"""The rules of live links: how many, until when, with what; how often they are read, and what is noted of a reading."""

import datetime as dt
import math

from sqlalchemy import select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.access import LIVE, note_export
from mdo.kernel.rights.addresses import count_of
from mdo.kernel.rights.roles import PERSONAL_DATA
from models.journal import AccessLog
from models.live_links import MOST_COUNTED, LiveLink

VIEW = "LiveLinkView"
MOST_LINKS = 20
# Rows of one page, which the next one goes on from.
MOST_ROWS = 5_000
# Of all the links of one account: a register of 200,000 rows is read whole five times.
MOST_READS = 200
WINDOW = dt.timedelta(minutes=10)


def check_link(session: AnySession, link: LiveLink, today: dt.date) -> None:
    """Raises RuleViolation for a link too many of an account, one that is over, or personal data without the right."""
    if count_of(session, LiveLink, link.user_id, but=link.id) >= MOST_LINKS:
        raise RuleViolation(
            N_("You already have %(count)s live links: delete one that you no longer use."), count=MOST_LINKS
        )
    if link.expires_on is not None and link.expires_on < today:
        raise RuleViolation(N_("This day is over: choose today or later, or none."), field="expires_on")
    context = context_of(session)
    if link.with_personal and context.actor_id is not None and PERSONAL_DATA not in context.rights:
        raise RuleViolation(
            N_("Personal data ask for a right that you do not hold: leave them out."), field="with_personal"
        )


def is_over(link: LiveLink, today: dt.date) -> bool:
    """Whether the last day of a link is past."""
    return link.expires_on is not None and link.expires_on < today


def seconds_to_wait(session: AnySession, user_id: int, now: dt.datetime) -> int:
    """Seconds until an account may read its links again; 0 at once."""
    asked = select(AccessLog.at).where(
        AccessLog.user_id == user_id, AccessLog.action == LIVE, AccessLog.at > now - WINDOW
    )
    reads = session.scalars(asked.order_by(AccessLog.at.desc()).limit(MOST_READS)).all()
    return max(math.ceil((reads[-1] + WINDOW - now).total_seconds()), 1) if len(reads) == MOST_READS else 0


def note_read(session: AnySession, link_id: int, what: str, words: str, rows: int, now: dt.datetime) -> None:
    """Notes what a link answered, in the log of what leaves and on the link; flushes.

    Several pages may be read at once: the row is held, and its counter is nobody's change in the journal.
    """
    note_export(session, what, words, rows, action=LIVE)
    link = session.scalars(select(LiveLink).where(LiveLink.id == link_id).with_for_update()).one_or_none()
    if link is not None:
        link.last_read_at, link.read_count = now, min(link.read_count + 1, MOST_COUNTED)
    session.flush()
