"""What a cover of the day does not see of what falls to who is away: it stays with her, and the team reads it too."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from mdo.kernel.base.context import AnySession, Context
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import DeadlineKind
from mdo.kernel.rights.identity import Rights, rights_of_covers
from mdo.kernel.scope.awards import AwardAccess, sight_of
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.reading import seen_by


@dataclass(frozen=True)
class Unseen:
    """Who is away, and what limits the cover: a scope, what she sees of tenders, the lists that she may open."""

    away_id: int
    scope: Scope
    sight: AwardAccess
    views: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        """Whether the cover sees all that may fall due."""
        return self.scope.is_unlimited and self.sight is AwardAccess.ALL and self.views == _views()

    def clause(self, kind: DeadlineKind) -> ColumnElement[bool]:
        """Whether the cover does not see a line of a kind."""
        if kind.view not in self.views:
            return true()
        seen = seen_by(kind.model, self.scope, self.sight)
        return false() if seen is None else not_(seen)


def _views() -> frozenset[str]:
    return frozenset(kind.view for kind in KINDS.values())


def unseen_on(session: AnySession, today: dt.date) -> tuple[Unseen, ...]:
    """What each cover of a day does not see, of those who do not see everything; one statement."""
    found = (unseen_by(away_id, rights, today) for away_id, rights in rights_of_covers(session, today))
    return tuple(item for item in found if not item.is_nothing)


def unseen_by(away_id: int, cover: Rights, today: dt.date) -> Unseen:
    """What an account does not see of what falls to another one."""
    views = _views() & {view for view, permission in cover.pairs if permission == "can_list"}
    sight = sight_of(Context(cover.scope, today, rights=cover.pairs))
    scope = Scope.everything() if cover.scope.is_unlimited else cover.scope
    return Unseen(away_id, scope, sight, views)


def any_of(unseen: Iterable[Unseen], kind: DeadlineKind, account_id: Any) -> ColumnElement[bool]:
    """Whether a line that this account answers for is out of the sight of who covers it."""
    if account_id is None:
        return false()
    return or_(false(), *(and_(account_id == item.away_id, item.clause(kind)) for item in unseen))
