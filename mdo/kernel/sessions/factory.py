"""Every session of the product carries the same events: scope, what follows other rows, journal, search text."""

import datetime as dt

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from mdo.kernel.base.context import Context, bind
from mdo.kernel.journal import recorder
from mdo.kernel.rules import free_texts
from mdo.kernel.scope import reading as scope
from mdo.kernel.scope import writing as scope_writing
from mdo.kernel.scope.limits import Scope
from mdo.kernel.search import maintenance
from mdo.kernel.sessions.hooks import HOOKS, Sessions
from models.journal import Door


def install_all(sessions: Sessions) -> None:
    """Puts the events on a session, a factory or a class: scope, what rows bring along, journal, search.

    Raises RuntimeError before the domains have declared theirs.
    """
    if not HOOKS:
        raise RuntimeError("Import mdo.domains first: its sessions would not do what the domains declare.")
    scope.install(sessions)
    scope_writing.install(sessions)
    free_texts.install(sessions)
    for hook in HOOKS:
        hook.install(sessions)
    recorder.install(sessions)
    maintenance.install(sessions)


def unlimited_session(engine: Engine, *, today: dt.date, door: Door = Door.COMMAND, actor_name: str = "") -> Session:
    """A session that sees everything, by an explicit call: for commands and tests."""
    session = sessionmaker(engine)()
    install_all(session)
    bind(session, Context(scope=Scope.everything(), today=today, door=door, actor_name=actor_name))
    return session
