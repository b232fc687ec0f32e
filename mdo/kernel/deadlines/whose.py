"""Whose a deadline is, in SQL: who answers for it, whose team reads it, where it stands."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, not_, or_, select, true

from mdo.kernel.base.kept_statements import ACTOR_ID
from mdo.kernel.deadlines.kinds import DeadlineKind, Expression, WhoseDeadlines
from mdo.kernel.deadlines.rules import Setting
from mdo.kernel.deadlines.unseen import Unseen, any_of
from mdo.kernel.rights.accounts import open_accounts
from mdo.kernel.rights.referents import answering
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.bodies import bodies_in
from mdo.kernel.scope.limits import Reach, Scope
from models.accounts import Role, User

_REFERENT, _MISSION, _HEAD = RoleCode.REFERENT.value, RoleCode.MISSION.value, RoleCode.HEAD.value


@dataclass(frozen=True)
class Ground:
    """What is the same for all the statements of a reader on a day: the limits, the day, the kinds under their rules.

    `unseen` says what the covers of the day do not see of what falls to who is away.
    Who she is comes when a statement is run: colleagues without limits share theirs.
    """

    scope: Scope
    today: dt.date
    kinds: tuple[tuple[str, Setting], ...]
    unseen: tuple[Unseen, ...] = ()

    @property
    def offered(self) -> tuple[WhoseDeadlines, ...]:
        """The choices of whose deadlines that mean something to a reader."""
        if self.scope.is_unlimited:
            return (WhoseDeadlines.MINE, WhoseDeadlines.TEAM, WhoseDeadlines.ALL)
        if self.scope.reach is Reach.ARRONDISSEMENTS:
            return (WhoseDeadlines.MINE, WhoseDeadlines.PLACE, WhoseDeadlines.ALL)
        return (WhoseDeadlines.ALL,)


def belongs(ground: Ground, kind: DeadlineKind, setting: Setting, whose: WhoseDeadlines) -> ColumnElement[bool]:
    """Whether a line is among those of this choice."""
    match whose:
        case WhoseDeadlines.MINE:
            mine = is_answered_by(kind, answering().deadlines_of, ground.today)
            return or_(mine, _stays_with_her(ground, kind), _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.TEAM:
            return or_(_is_of_the_team(ground, kind, setting), _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.PLACE:
            return stands_in(kind, ground.scope.arrondissement_ids)
    return true()


def responsible(kind: DeadlineKind, today: dt.date) -> Expression | None:
    """The account that answers for a line: the first of those named that is open, else the first that is named."""
    first, second = kind.responsible_id, kind.else_id
    if first is None or second is None:
        return first
    return case(
        (_is_one_of(first, open_accounts(today)), first),
        (_is_one_of(second, open_accounts(today)), second),
        else_=func.coalesce(first, second),
    )


def is_answered(kind: DeadlineKind, today: dt.date) -> ColumnElement[bool]:
    """Whether an account that opens answers for a line."""
    named = (kind.responsible_id, kind.else_id)
    return or_(false(), *(_is_one_of(named_id, open_accounts(today)) for named_id in named if named_id is not None))


def is_out_of_sight(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """Whether who answers for a line is away and her cover does not see it: it stays with her, and is the team's."""
    return any_of(ground.unseen, kind, responsible(kind, ground.today))


def _stays_with_her(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """The reader's own, or she leads it too, and her cover does not see it."""
    account_id = responsible(kind, ground.today)
    if account_id is None:
        return false()
    found = []
    for item in ground.unseen:
        hers: Any = account_id == item.away_id
        if kind.also_of is not None:
            hers = or_(hers, kind.also_of(select(User.id).where(User.id == item.away_id)))
        found.append(and_(literal(item.away_id) == ACTOR_ID, hers, item.clause(kind)))
    return or_(false(), *found)


def is_answered_by(
    kind: DeadlineKind, accounts_of: Callable[[Any, dt.date], Select[Any]], today: dt.date
) -> ColumnElement[bool]:
    """Answered for by the reader or by someone away whom she replaces on this day, as `accounts_of` has it."""
    account_id = responsible(kind, today)
    if account_id is None:
        return false()
    accounts = accounts_of(ACTOR_ID, today)
    found = _is_one_of(account_id, accounts)
    return or_(found, kind.also_of(accounts)) if kind.also_of is not None else found


def is_covered_by(kind: DeadlineKind, today: dt.date) -> ColumnElement[bool]:
    """With the reader for someone away: answered for by her, or by nobody where she answers for the arrondissement."""
    alone = and_(not_(is_answered(kind, today)), stands_in(kind, answering().places_replaced_by(ACTOR_ID, today)))
    return or_(is_answered_by(kind, answering().replaced_by, today), alone)


def _is_one_of(responsible_id: Expression, accounts: Select[Any]) -> ColumnElement[bool]:
    """Not to be looked up: without statistics, SQLite would read all that an account ever answered for."""
    found: ColumnElement[bool] = func.coalesce(responsible_id, responsible_id).in_(accounts)
    return and_(responsible_id.is_not(None), found)


def _is_of_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Sent to everyone or to a role of the reader, or answered for by someone who shares one."""
    if setting.role_id is None:
        return true()
    clause: ColumnElement[bool] = literal(setting.role_id).in_(_own_roles())
    account_id = responsible(kind, ground.today)
    if account_id is not None:
        colleagues = select(User.id).join(User.roles).where(Role.id.in_(_own_roles()))
        clause = or_(clause, _is_one_of(account_id, colleagues))
    return clause


def _is_kept_by_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Answered for by no account that opens, or by one whose cover does not see it, and the reader's to watch.

    That is what is sent to everyone, or to a role of hers. A référent watches what stands in her arrondissements. The
    mission watches what is sent to référents as well, and what is sent to a role that nobody holds on this day; who
    leads it does where the mission itself has nobody.
    """
    if setting.role_id is None:
        watched: ColumnElement[bool] = true()
    else:
        sent_to = Role.id == setting.role_id
        is_left = or_(~_has_somebody(ground, sent_to), select(Role.id).where(sent_to, Role.name == _REFERENT).exists())
        is_alone = and_(_is_own(_HEAD), ~_has_somebody(ground, Role.name == _MISSION))
        watched = or_(literal(setting.role_id).in_(_own_roles()), and_(is_left, or_(_is_own(_MISSION), is_alone)))
    if ground.scope.reach is Reach.ARRONDISSEMENTS:
        watched = and_(watched, stands_in(kind, ground.scope.arrondissement_ids))
    return and_(or_(not_(is_answered(kind, ground.today)), is_out_of_sight(ground, kind)), watched)


def _is_own(name: str) -> ColumnElement[bool]:
    return select(Role.id).join(Role.user).where(User.id == ACTOR_ID, Role.name == name).exists()


def _has_somebody(ground: Ground, role: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an account that is open on this day, and that nobody covers, has a role."""
    away = select(answering().covers(ground.today).subquery().c.user_id)
    is_there = (User.id.in_(open_accounts(ground.today)), User.id.not_in(away))
    return select(Role.id).join(Role.user).where(role, *is_there).exists()


def _own_roles() -> Select[Any]:
    return select(Role.id).join(Role.user).where(User.id == ACTOR_ID)


def stands_in(kind: DeadlineKind, arrondissement_ids: frozenset[int] | Select[Any]) -> ColumnElement[bool]:
    """Whether a line is of one of these arrondissements: of its body, else its own."""
    if kind.instance_id is not None:
        return kind.instance_id.in_(bodies_in(arrondissement_ids))
    if kind.arrondissement_id is not None:
        ids = arrondissement_ids if isinstance(arrondissement_ids, Select) else sorted(arrondissement_ids)
        return and_(kind.arrondissement_id.is_not(None), kind.arrondissement_id.in_(ids))
    return false()
