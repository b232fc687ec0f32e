"""What domains add to every session of the product, in the order of their places."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session, scoped_session, sessionmaker

Sessions = type[Session] | sessionmaker[Any] | scoped_session[Any] | Session


@dataclass(frozen=True)
class Hook:
    """Events that a domain puts on sessions: before the journal is written, or after it and the search texts."""

    place: int
    install: Callable[[Sessions], None]
    is_after_journal: bool = False


HOOKS: list[Hook] = []
