"""Who acts, within which limits, by which door and on which day: it travels in `session.info`.

It is bound before the first load and never narrowed within a session, since `session.get` answers from memory.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session, scoped_session

from mdo.kernel.base.messages import N_
from mdo.kernel.scope.limits import Scope
from models.journal import Door

_KEY = "mdo_context"
# In `session.info`, the id of the journal entry that is being taken back.
UNDO_OF = "mdo_undo_of"
# In `session.info`, while rows come back from the journal: what they point to is the journal's word, not the reader's.
TAKING_BACK = "mdo_taking_back"
# In `session.info`, while rows come back from the journal: ids of the people whose mandates come back after them.
HOLDERS_TO_COME = "mdo_holders_to_come"
ACTING_FOR = N_("%(who)s for %(whom)s")
AnySession = Session | scoped_session[Session]


@dataclass(frozen=True)
class Cover:
    """On a day, an account away, the one that covers it and until when; `name` is that of the other of the two."""

    away_id: int
    cover_id: int
    name: str
    until: dt.date


@dataclass(frozen=True)
class Context:
    """The scope, the actor, the door, the day (a date in Europe/Paris) and a summary for the journal.

    `covers` are those of the day that name the actor, and `acting_for` says in her language that she acts (`who`) for
    somebody (`whom`). `reads_deletions` opens to a limited reader, whom the journal is closed to, the deletions of what
    is hers.
    """

    scope: Scope
    today: dt.date
    door: Door = Door.FORM
    actor_id: int | None = None
    actor_name: str = ""
    summary: str = ""
    rights: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    reads_deletions: bool = False
    covers: tuple[Cover, ...] = ()
    acting_for: str = ACTING_FOR

    @property
    def replaced(self) -> dict[int, str]:
        """The names of the accounts that the actor covers, by id."""
        return {cover.away_id: cover.name for cover in self.covers if cover.cover_id == self.actor_id}


def bind(session: AnySession, context: Context) -> None:
    """Gives a session its context. Raises RuntimeError when it already has another scope."""
    current = session.info.get(_KEY)
    if current is not None and current.scope != context.scope:
        raise RuntimeError("A session keeps the scope it was opened with: open another session.")
    session.info[_KEY] = context


def context_of(session: AnySession) -> Context:
    """The context of a session; one that was never bound sees nothing."""
    context: Context | None = session.info.get(_KEY)
    return context or Context(scope=Scope.nothing(), today=dt.date.min)


def through(session: AnySession, door: Door, summary: str = "") -> None:
    """Names the door and the operation of what the session is about to write."""
    bind(session, replace(context_of(session), door=door, summary=summary))


def read_deletions(session: AnySession) -> None:
    """Opens the deletions of what the reader writes (`mdo.kernel.scope.journal`), until the session is released."""
    bind(session, replace(context_of(session), reads_deletions=True))


def release(session: AnySession) -> None:
    """Forgets the context, at the end of a request or of a command."""
    session.info.pop(_KEY, None)
