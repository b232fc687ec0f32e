"""The deadlines of meetings, as their reader sees them."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.base.context import bind, context_of
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadline, Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from tests.support import TODAY

_KINDS = frozenset({"action_due", "minutes_due"})


class Lines:
    """The deadlines that meetings leave."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def full(self, user_id: int | None = None) -> list[Deadline]:
        """All of them, or those of an account."""
        self._session.flush()
        context = replace(context_of(self._session), rights=pairs_of("admin"), actor_id=user_id)
        bind(self._session, context)
        wanted = DeadlineQuery(kinds=_KINDS, whose=WhoseDeadlines.ALL if user_id is None else WhoseDeadlines.MINE)
        found = Deadlines(self._session)
        listed = found.page(wanted, limit=100)
        assert found.count().total(wanted.whose, kinds=_KINDS) == len(listed)
        return listed

    def __call__(self) -> list[tuple[str, int, str]]:
        return self.of(None)

    def of(self, user_id: int | None) -> list[tuple[str, int, str]]:
        """As (kind, id, bucket)."""
        return [(line.kind, line.id, line.bucket(TODAY).value) for line in self.full(user_id)]


@pytest.fixture
def lines(session: Session) -> Lines:
    return Lines(session)
