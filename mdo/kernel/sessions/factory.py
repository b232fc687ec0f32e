"""Every session of the product carries the same events: scope, what follows other rows, journal, search text."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from mdo.kernel.base.context import Context, bind
from mdo.kernel.journal import recorder
from mdo.kernel.scope import reading as scope
from mdo.kernel.scope import writing as scope_writing
from mdo.kernel.scope.limits import Scope
from mdo.kernel.search import maintenance
from mdo.meetings import calendar_revisions as revisions
from mdo.people import pairs, places
from mdo.requests import links
from mdo.topics import rules as topics
from models.journal import Door

PARIS = ZoneInfo("Europe/Paris")


def install_all(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the events on a session, a factory or a class; the scope is checked before the journal is written."""
    scope.install(sessions)
    scope_writing.install(sessions)
    pairs.install(sessions)
    topics.install(sessions)
    revisions.install(sessions)
    links.install(sessions)
    recorder.install(sessions)
    maintenance.install(sessions)
    places.install(sessions)


def today_in_paris() -> dt.date:
    """The day it is for the mission, wherever the server stands."""
    return dt.datetime.now(PARIS).date()


def start_of_day(day: dt.date) -> dt.datetime:
    """The moment at which a day begins in Paris."""
    # Year 1 begins before the first moment that UTC can write.
    return dt.datetime.combine(max(day, dt.date(2, 1, 1)), dt.time.min, PARIS)


def unlimited_session(engine: Engine, *, today: dt.date, door: Door = Door.COMMAND, actor_name: str = "") -> Session:
    """A session that sees everything, by an explicit call: for commands and tests."""
    session = sessionmaker(engine)()
    install_all(session)
    bind(session, Context(scope=Scope.everything(), today=today, door=door, actor_name=actor_name))
    return session
