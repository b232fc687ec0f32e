"""What domains add to every session of the product, in the order of their places."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session, scoped_session, sessionmaker

Sessions = type[Session] | sessionmaker[Any] | scoped_session[Any] | Session


@dataclass(frozen=True)
class Hook:
    """Events that a domain puts on sessions: before the journal and the search texts are written."""

    place: int
    install: Callable[[Sessions], None]


HOOKS: list[Hook] = []
