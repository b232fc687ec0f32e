"""A body that leaves while it is made, by the session of the request that asked for it."""

from collections.abc import Iterator

from flask import Response, stream_with_context
from sqlalchemy.orm import Session

from views.base.database import db


def send_while_made(response: Response, chunks: Iterator[bytes]) -> None:
    """Gives a response its chunks, which may go on reading `db.session` in the scope of who asked.

    Flask ends the request, and with it `db.session`, before it asks for the first chunk; a session opened after that
    sees nothing. So this one is taken out of the request, put back for the chunks, and closed after them.
    """
    session = db.session()
    db.session.registry.clear()
    response.call_on_close(session.close)
    response.response = stream_with_context(_within(session, chunks))


def _within(session: Session, chunks: Iterator[bytes]) -> Iterator[bytes]:
    db.session.registry.set(session)
    yield from chunks
