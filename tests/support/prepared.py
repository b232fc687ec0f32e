"""Rows that several tests of a process find: written once for each database, then put back before each test.

    @prepared
    def world(session: Session) -> World:
        ...
        return World(own, hidden)

is the fixture `world`. Its rows stand in the database before anything else of the test runs; its value may hold rows,
which each test reads in its own session. A test may change and delete them: the next one finds them as written.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import factory.random
import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models.base import Model

Write = Callable[[Session], Any]
_WRITES = "mdo_writes"


def prepared(write: Write) -> Any:
    """Makes of a function that writes rows the fixture of its name, which is what it returned."""

    def value(database: Any, session: Session) -> Any:
        return database.prepared(write, session)

    setattr(value, _WRITES, write)
    return pytest.fixture(name=write.__name__)(value)


def asked_by(request: pytest.FixtureRequest) -> Write | None:
    """What writes the rows that a test finds; None when it begins with what `flask mdo init` makes."""
    # Nothing public tells the fixtures of a test with their functions.
    fixtures = request.node._fixtureinfo.name2fixturedefs.values()
    found = [write for last in fixtures if (write := getattr(last[-1].func, _WRITES, None))]
    assert len(found) <= 1, f"{request.node.nodeid} finds the rows of several fixtures: {found}"
    return found[0] if found else None


@dataclass(frozen=True)
class Value:
    """What a fixture returned, its rows by their identity, and where the invented words had come to."""

    pickled: bytes
    random_state: Any

    @classmethod
    def of(cls, value: Any, session: Session) -> "Value":
        stream = io.BytesIO()
        _Pickler(stream, session).dump(value)
        return cls(stream.getvalue(), factory.random.get_random_state())

    def read(self, session: Session) -> Any:
        """The value again, with the rows of this session; the factories go on from where they were."""
        factory.random.set_random_state(self.random_state)
        return _Unpickler(io.BytesIO(self.pickled), session).load()


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, session: Session) -> None:
        super().__init__(stream)
        self._session = session

    def persistent_id(self, value: Any) -> Any:
        if value is self._session:
            return ()
        if isinstance(value, Model):
            return type(value), inspect(value).identity
        return None


class _Unpickler(pickle.Unpickler):  # of what this process has pickled
    def __init__(self, stream: io.BytesIO, session: Session) -> None:
        super().__init__(stream)
        self._session = session

    def persistent_load(self, known: Any) -> Any:
        return _unread(self._session, *known) if known else self._session


def _unread(session: Session, model: type, identity: tuple[Any, ...]) -> Any:
    """A stored row of which nothing but the key is known yet, as after a commit: it costs no statement."""
    mapper = inspect(model)
    kept = session.identity_map.get(mapper.identity_key_from_primary_key(identity))
    if kept is not None:
        return kept
    row = mapper.class_manager.new_instance()
    for column, value in zip(mapper.primary_key, identity, strict=True):
        set_committed_value(row, mapper.get_property_by_column(column).key, value)
    make_transient_to_detached(row)
    session.add(row)
    return row
