"""Who asks: the account behind an open session, its roles, rights and arrondissements of the day, in two statements."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, scoped_session

from mdo.accounts import is_open
from mdo.context import Context
from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.network.referents import in_force_clause
from mdo.roles import is_effective, reach_of
from mdo.scope_rules import Reach, Scope
from models.accessibility import AccessibilityStatement, Conformity
from models.accounts import Permission, PermissionView, Role, User, UserSession, ViewMenu
from models.journal import Door
from models.network import Referent
from models.preferences import Preference, Theme

SESSION_IDLE = dt.timedelta(minutes=30)
SESSION_LIFETIME = dt.timedelta(hours=10)

_ROLE, _RIGHT, _PLACE = "role", "right", "place"
# Between a view and its permission, and after them, in the rights of a role, which come as one text.
_BETWEEN, _AFTER = "\t", "\n"
AnySession = Session | scoped_session[Session]


@dataclass(frozen=True)
class Rights:
    """What the roles of an account give on a day: (view, permission) pairs, and how far it sees."""

    role_codes: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    scope: Scope


@dataclass(frozen=True)
class Identity:
    """The account behind a request. Its last four attributes are those that Flask-Login asks of a user."""

    id: int
    username: str
    first_name: str
    last_name: str
    locale: str | None
    session_id: int
    seen_at: dt.datetime
    theme: Theme
    page_size: int | None
    has_shortcuts: bool
    rights: Rights
    must_change_password: bool = False
    conformity: Conformity | None = None
    audited_on: dt.date | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """The account's id as text."""
        return str(self.id)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def has_access(self, permission: str, view: str) -> bool:
        """Whether the account has a permission on a view."""
        return (view, permission) in self.rights.pairs

    def context(self, today: dt.date) -> Context:
        """What the session of the request is bound to."""
        return Context(
            scope=self.rights.scope,
            today=today,
            actor_id=self.id,
            actor_name=self.full_name,
            rights=self.rights.pairs,
        )


def read_identity(
    session: AnySession | Connection, sid_hash: str, *, now: dt.datetime, today: dt.date
) -> Identity | None:
    """The account of an open session, or None: ended, idle for 30 minutes, older than 10 hours, or account closed.

    At most two statements. `session` must see everything, or be the connection: nobody is known yet.
    """
    asked = {"sid_hash": sid_hash, "seen_after": now - SESSION_IDLE, "created_after": now - SESSION_LIFETIME}
    row = session.execute(_account_of_a_session(), asked).one_or_none()
    if row is None or not is_open(row.active, row.ends_on, today):
        return None
    return Identity(
        id=row.id,
        username=row.username,
        first_name=row.first_name,
        last_name=row.last_name,
        locale=row.locale,
        session_id=row.session_id,
        seen_at=row.seen_at,
        theme=row.theme or Theme.SYSTEM,
        page_size=row.page_size,
        has_shortcuts=row.has_shortcuts is not False,
        rights=rights_of(session, row.id, today),
        must_change_password=row.must_change_password,
        conformity=row.conformity,
        audited_on=row.audited_on,
    )


# Every page asks these two first: they are built once.
@cache
def _account_of_a_session() -> Select[Any]:
    first_statement = select(func.min(AccessibilityStatement.id)).scalar_subquery()
    return (
        select(
            User.id,
            User.username,
            User.first_name,
            User.last_name,
            User.locale,
            User.active,
            User.ends_on,
            User.must_change_password,
            UserSession.id.label("session_id"),
            UserSession.seen_at,
            Preference.theme,
            Preference.page_size,
            Preference.has_shortcuts,
            # The footer of every page says it (law of 11 February 2005, art. 47).
            AccessibilityStatement.conformity,
            AccessibilityStatement.audited_on,
        )
        .join(UserSession.user)
        .outerjoin(Preference, Preference.user_id == User.id)
        .outerjoin(AccessibilityStatement, AccessibilityStatement.id == first_statement)
        .where(
            UserSession.sid_hash == bindparam("sid_hash"),
            UserSession.revoked_at.is_(None),
            UserSession.seen_at > bindparam("seen_after"),
            UserSession.created_at > bindparam("created_after"),
        )
    )


@cache
def _rights_of_an_account() -> CompoundSelect[Any]:
    user_id: BindParameter[int] = bindparam("user_id", type_=Integer())
    held = select(Role.id).join(Role.user).where(User.id == user_id)
    roles = select(literal(_ROLE), Role.name, literal(""), Role.id).where(Role.id.in_(held))
    written = ViewMenu.name + _BETWEEN + Permission.name
    pairs = (
        select(literal(_RIGHT), func.aggregate_strings(written, _AFTER), literal(""), Role.id)
        .select_from(Role)
        .join(Role.permissions)
        .join(PermissionView.permission)
        .join(PermissionView.view_menu)
        .where(Role.id.in_(held))
        .group_by(Role.id)
    )
    places = select(literal(_PLACE), literal(""), literal(""), Referent.arrondissement_id).where(
        Referent.user_id == user_id, in_force_clause(bindparam("today", type_=Date()))
    )
    return union_all(roles, pairs, places)


# The same text comes with each request of a role: some hundred rights are read once.
@lru_cache(maxsize=64)
def _pairs_in(written: str) -> frozenset[tuple[str, str]]:
    found = (pair.partition(_BETWEEN) for pair in written.split(_AFTER))
    return frozenset((view, permission) for view, _, permission in found)


def rights_of(session: AnySession | Connection, user_id: int, today: dt.date) -> Rights:
    """Roles, rights and arrondissements in force on a day, in one statement.

    A role gives its rights only as far as it reaches by itself: beside a wider one it gives none (ADR 0017).
    """
    found = session.execute(_rights_of_an_account(), {"user_id": user_id, "today": today}).all()
    names = {role_id: name for kind, name, _, role_id in found if kind == _ROLE}
    role_codes = frozenset(names.values())
    effective = {role_id for role_id, name in names.items() if is_effective(name, role_codes)}
    held = [_pairs_in(written) for kind, written, _, role_id in found if kind == _RIGHT and role_id in effective]
    return Rights(
        role_codes=role_codes,
        pairs=held[0] if len(held) == 1 else frozenset().union(*held),
        scope=scope_of(user_id, role_codes, frozenset(place for kind, _, _, place in found if kind == _PLACE)),
    )


def scope_of(user_id: int, role_codes: frozenset[str], arrondissement_ids: frozenset[int]) -> Scope:
    """The limits that roles and arrondissements in force give: the widest of the roles."""
    match reach_of(role_codes):
        case Reach.EVERYTHING:
            return Scope.everything(user_id)
        case Reach.ARRONDISSEMENTS:
            return Scope.arrondissements(user_id, arrondissement_ids)
        case Reach.ELECTED:
            return Scope.elected(user_id)
        case _:
            return Scope(Reach.NOTHING, user_id)  # nothing but the own preferences


def context_for_user(session: AnySession, user: User, today: dt.date, door: Door = Door.COMMAND) -> Context:
    """The context of a command run `--as` an account: the limits that its holder has on screen.

    Raises RuleViolation when the account is closed.
    """
    if not is_open(user.active, user.ends_on, today):
        raise RuleViolation(
            N_("The account %(username)s is closed: nothing is done in its name."), username=user.username
        )
    rights = rights_of(session, user.id, today)
    return Context(
        scope=rights.scope,
        today=today,
        door=door,
        actor_id=user.id,
        actor_name=f"{user.first_name} {user.last_name}",
        rights=rights.pairs,
    )
