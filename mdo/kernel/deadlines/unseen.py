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
        """Whether the cover sees all that somebody may answer for."""
        sees = (seen_by(kind.model, self.scope, self.sight) is None for kind in _answered())
        return self.scope.is_unlimited and self.views == _views() and all(sees)

    def clause(self, kind: DeadlineKind) -> ColumnElement[bool]:
        """Whether the cover does not see a line of a kind."""
        if kind.view not in self.views:
            return true()
        seen = seen_by(kind.model, self.scope, self.sight)
        return false() if seen is None else not_(seen)


def _answered() -> tuple[DeadlineKind, ...]:
    """The kinds of which somebody may answer for a line."""
    return tuple(kind for kind in KINDS.values() if kind.responsible_id is not None)


def _views() -> frozenset[str]:
    return frozenset(kind.view for kind in _answered())


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


def leaves_out(away: Rights, cover: Rights) -> bool:
    """Whether a cover sees less of what may fall to who is away than she herself does."""
    hers, theirs = (_views() & {view for view, right in of.pairs if right == "can_list"} for of in (away, cover))
    if cover.scope.is_unlimited:
        return not hers <= theirs
    is_as_wide = away.scope.reach is cover.scope.reach
    return not (hers <= theirs and is_as_wide and away.scope.arrondissement_ids <= cover.scope.arrondissement_ids)


def any_of(unseen: Iterable[Unseen], kind: DeadlineKind, account_id: Any) -> ColumnElement[bool]:
    """Whether a line that this account answers for is out of the sight of who covers it."""
    if account_id is None:
        return false()
    return or_(false(), *(and_(account_id == item.away_id, item.clause(kind)) for item in unseen))
