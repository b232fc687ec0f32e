"""Reference rows: what a domain adds of them when a database is set up, in `mdo/<domain>/reference.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Reference:
    """Adds the rows that are missing, and says how many of each model; it never touches those that exist.

    `place` orders them among those of all domains, in tens.
    """

    place: int
    add: Callable[[Session], Mapping[type, int]]


def add_missing(session: Session, model: Any, key: str, rows: Iterable[dict[str, Any]]) -> int:
    """Adds the rows whose `key` no stored one has; returns how many."""
    known = set(session.scalars(select(getattr(model, key))))
    missing = [values for values in rows if values[key] not in known]
    session.add_all(model(**values) for values in missing)
    return len(missing)
