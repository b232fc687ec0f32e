"""Deadlines as a reader sees them, and the day on which they are read: of the session, and of the server."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.base.context import bind, context_of
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from models.deadlines import PutOff
from tests.support import TODAY
from tests.support import factories as make

Lines = Callable[..., list[tuple[str, int]]]


@pytest.fixture
def lines(session: Session) -> Lines:
    """The (kind, id) pairs listed for someone who may open every list, or for the reader of another session.

    A test of one kind asks for its list alone: the statement of all kinds takes half a second to be written.
    """

    def of(reader: Session | None = None, kinds: Iterable[str] = (), **wanted: object) -> list[tuple[str, int]]:
        if reader is None:
            session.flush()
            reader = session
            bind(reader, replace(context_of(session), rights=pairs_of("admin")))
        query = DeadlineQuery(kinds=frozenset(kinds), **wanted)  # type: ignore[arg-type]  # names of DeadlineQuery
        found = Deadlines(reader).page(query, limit=1000)
        return [(line.kind, line.id) for line in found]

    return of


@pytest.fixture
def at(session: Session) -> Callable[[dt.date], None]:
    """Sets the day of the session."""

    def on(day: dt.date) -> None:
        bind(session, replace(context_of(session), today=day))

    return on


@pytest.fixture
def server_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the tests for the server too; a folder that wants it everywhere asks for it in its conftest."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


class PutOffFactory(make.RowFactory):
    """A deadline put off by a week, from the day of the tests."""

    class Meta:
        model = PutOff

    kind = "mandate_end"
    row_id = 1
    title = "Mandat"
    due_on = TODAY
    put_off_to = TODAY + dt.timedelta(days=7)
    reason = "La salle rouvre"
