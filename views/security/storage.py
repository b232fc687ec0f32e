"""Short transactions of their own, apart from that of the page: sign-in, identity, sessions."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.database import without_waiting, writing
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.scope.limits import Scope
from mdo.kernel.sessions.factory import install_all
from models.journal import Door
from views.base.database import db

_sessions: sessionmaker[Session] = sessionmaker()
install_all(_sessions)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees everything and takes no write lock, whatever the method of the request."""
    with writing(False), _sessions(bind=db.engine) as session:
        bind(session, Context(scope=Scope.everything(), today=today_in_paris(), door=Door.SIGN_IN))
        yield session


@contextmanager
def reading_columns() -> Iterator[Connection]:
    """The same for statements that read columns alone: without a session around them, in half the time."""
    with writing(False), db.engine.connect() as connection:
        yield connection


@contextmanager
def reading_as(context: Context) -> Iterator[Session]:
    """A session that sees what an account sees, for what is read without its holder being there."""
    with writing(False), _sessions(bind=db.engine) as session:
        bind(session, context)
        yield session


@contextmanager
def recording_as(context: Context) -> Iterator[Session]:
    """A session that writes what this context may, and commits at its end."""
    with writing(), _sessions(bind=db.engine) as session:
        bind(session, context)
        yield session
        session.commit()


@contextmanager
def recording(*, actor_id: int | None = None, actor_name: str = "") -> Iterator[Session]:
    """A session that sees everything and commits at its end."""
    context = Context(
        scope=Scope.everything(), today=today_in_paris(), door=Door.SIGN_IN, actor_id=actor_id, actor_name=actor_name
    )
    with writing(), _sessions(bind=db.engine) as session:
        bind(session, context)
        yield session
        session.commit()


@contextmanager
def recording_without_waiting() -> Iterator[Session]:
    """As `recording`, but gives up at once when SQLite has another writer (OperationalError)."""
    with writing(), without_waiting(), _sessions(bind=db.engine) as session:
        bind(session, Context(scope=Scope.everything(), today=today_in_paris(), door=Door.SIGN_IN))
        yield session
        session.commit()
