"""Whose a deadline is, in SQL: who answers for it, whose team reads it, where it stands."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import aliased

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

    @cached_property
    def asked(self) -> "Asked":
        """The accounts and roles that the kinds ask for."""
        return Asked(self.today)


class Asked:
    """Accounts and roles as tables that stand before a statement, by their ids.

    They are the same for every kind and every line: said again in each, they were most of a statement of 300 kB.
    """

    def __init__(self, today: dt.date) -> None:
        held = select(Role.id).join(Role.user)
        self.open = _read_once("open_accounts", open_accounts(today))
        self.mine = _read_once("answered_for", answering().deadlines_of(ACTOR_ID, today))
        self.replaced = _read_once("replaced_accounts", answering().replaced_by(ACTOR_ID, today))
        self.own_roles = _read_once("own_roles", held.where(User.id == ACTOR_ID))
        colleagues = select(User.id).join(User.roles).where(Role.id.in_(_ids(self.own_roles)))
        self.colleagues = _read_once("colleagues", colleagues)
        away = select(answering().covers(today).subquery().c.user_id)
        # Those of which somebody is there: an account that opens, and that nobody covers.
        kept = held.where(User.id.in_(_ids(self.open)), User.id.not_in(away))
        self._kept = _read_once("kept_roles", kept)
        self.watched = _read_once("watched_roles", self._watched())

    def _watched(self) -> Select[Any]:
        """The roles whose deadlines the reader watches where no account answers for them.

        Her own. The mission watches what is sent to référents as well, and what is sent to a role that nobody holds on
        this day; who leads it does where the mission itself has nobody.
        """
        role = aliased(Role)
        kept = _ids(self._kept)
        missions = select(Role.id).where(Role.name == _MISSION, Role.id.in_(kept))
        watches = or_(self._is_own(_MISSION), and_(self._is_own(_HEAD), ~missions.exists()))
        is_left = or_(role.id.not_in(kept), role.name == _REFERENT)
        return select(role.id).where(or_(role.id.in_(_ids(self.own_roles)), and_(is_left, watches)))

    def _is_own(self, name: str) -> ColumnElement[bool]:
        return select(Role.id).where(Role.name == name, Role.id.in_(_ids(self.own_roles))).exists()


def _read_once(name: str, of: Select[Any]) -> CTE:
    """SQLite would read it again wherever it is named: some thirty tables for each kind."""
    return of.cte(name).prefix_with("MATERIALIZED")


def _ids(of: CTE) -> Select[Any]:
    return select(*of.c)


def belongs(ground: Ground, kind: DeadlineKind, setting: Setting, whose: WhoseDeadlines) -> ColumnElement[bool]:
    """Whether a line is among those of this choice."""
    match whose:
        case WhoseDeadlines.MINE:
            mine = is_answered_by(ground, kind, ground.asked.mine)
            return or_(mine, _stays_with_her(ground, kind), _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.TEAM:
            return or_(_is_of_the_team(ground, kind, setting), _is_kept_by_the_team(ground, kind, setting))
        case WhoseDeadlines.PLACE:
            return stands_in(kind, ground.scope.arrondissement_ids)
    return true()


def responsible(ground: Ground, kind: DeadlineKind) -> Expression | None:
    """The account that answers for a line: the first of those named that is open, else the first that is named."""
    first, second = kind.responsible_id, kind.else_id
    if first is None or second is None:
        return first
    return case(
        (_is_one_of(first, ground.asked.open), first),
        (_is_one_of(second, ground.asked.open), second),
        else_=func.coalesce(first, second),
    )


def is_answered(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """Whether an account that opens answers for a line."""
    named = (kind.responsible_id, kind.else_id)
    return or_(false(), *(_is_one_of(named_id, ground.asked.open) for named_id in named if named_id is not None))


def is_out_of_sight(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """Whether who answers for a line is away and her cover does not see it: it stays with her, and is the team's."""
    return any_of(ground.unseen, kind, responsible(ground, kind))


def _stays_with_her(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """The reader's own, or she leads it too, and her cover does not see it."""
    account_id = responsible(ground, kind)
    if account_id is None:
        return false()
    found = []
    for item in ground.unseen:
        hers: Any = account_id == item.away_id
        if kind.also_of is not None:
            hers = or_(hers, kind.also_of(select(User.id).where(User.id == item.away_id)))
        found.append(and_(literal(item.away_id) == ACTOR_ID, hers, item.clause(kind)))
    return or_(false(), *found)


def is_answered_by(ground: Ground, kind: DeadlineKind, accounts: CTE) -> ColumnElement[bool]:
    """Answered for by one of these: the reader and those away whom she replaces on this day, or these alone."""
    account_id = responsible(ground, kind)
    if account_id is None:
        return false()
    found = _is_one_of(account_id, accounts)
    return or_(found, kind.also_of(_ids(accounts))) if kind.also_of is not None else found


def is_covered_by(ground: Ground, kind: DeadlineKind) -> ColumnElement[bool]:
    """With the reader for someone away: answered for by her, or by nobody where she answers for the arrondissement."""
    places = answering().places_replaced_by(ACTOR_ID, ground.today)
    alone = and_(not_(is_answered(ground, kind)), stands_in(kind, places))
    return or_(is_answered_by(ground, kind, ground.asked.replaced), alone)


def _is_one_of(responsible_id: Expression, accounts: CTE) -> ColumnElement[bool]:
    """Not to be looked up: without statistics, SQLite would read all that an account ever answered for."""
    found: ColumnElement[bool] = func.coalesce(responsible_id, responsible_id).in_(_ids(accounts))
    return and_(responsible_id.is_not(None), found)


def _is_of_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Sent to everyone or to a role of the reader, or answered for by someone who shares one."""
    if setting.role_id is None:
        return true()
    clause: ColumnElement[bool] = literal(setting.role_id).in_(_ids(ground.asked.own_roles))
    account_id = responsible(ground, kind)
    return clause if account_id is None else or_(clause, _is_one_of(account_id, ground.asked.colleagues))


def _is_kept_by_the_team(ground: Ground, kind: DeadlineKind, setting: Setting) -> ColumnElement[bool]:
    """Answered for by no account that opens, or by one whose cover does not see it, and the reader's to watch.

    That is what is sent to everyone, or to a role that she watches; a référent, of what stands in her arrondissements.
    """
    watched: ColumnElement[bool] = true()
    if setting.role_id is not None:
        watched = literal(setting.role_id).in_(_ids(ground.asked.watched))
    if ground.scope.reach is Reach.ARRONDISSEMENTS:
        watched = and_(watched, stands_in(kind, ground.scope.arrondissement_ids))
    return and_(or_(not_(is_answered(ground, kind)), is_out_of_sight(ground, kind)), watched)


def stands_in(kind: DeadlineKind, arrondissement_ids: frozenset[int] | Select[Any]) -> ColumnElement[bool]:
    """Whether a line is of one of these arrondissements: of its body, else its own."""
    if kind.instance_id is not None:
        return kind.instance_id.in_(bodies_in(arrondissement_ids))
    if kind.arrondissement_id is not None:
        ids = arrondissement_ids if isinstance(arrondissement_ids, Select) else sorted(arrondissement_ids)
        return and_(kind.arrondissement_id.is_not(None), kind.arrondissement_id.in_(ids))
    return false()
