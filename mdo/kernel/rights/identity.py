"""Who asks: the account behind an open session, its roles, rights and arrondissements of the day, in one statement."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, scoped_session

from mdo.kernel.base.context import Context, Cover
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.referents import answering
from mdo.kernel.rights.roles import is_effective, reach_of
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.accounts import Permission, PermissionView, Role, User, UserSession, ViewMenu
from models.journal import Door
from models.preferences import ColourTheme, Preference

SESSION_IDLE = dt.timedelta(minutes=30)
SESSION_LIFETIME = dt.timedelta(hours=10)

# Between the parts of a right, and after each: the roles, the rights and the places of an account come as texts.
_BETWEEN, _AFTER = "\t", "\n"
AnySession = Session | scoped_session[Session]


@dataclass(frozen=True)
class Rights:
    """What the roles of an account give on a day: (view, permission) pairs, and how far it sees.

    `covers` are the covers of the day that name the account: those that it assures, and its own while it is away.
    """

    role_codes: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    scope: Scope
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True)
class Said:
    """What every page says of one row of a domain: its columns are read by the statement that finds the session."""

    model: Any
    which: ColumnElement[bool]
    columns: tuple[Any, ...]


# By domain.
SAID: dict[str, Said] = {}


@dataclass(frozen=True)
class Identity:
    """The account behind a request; `said` holds the columns that domains have every page say, by name.

    `since` is the day on which the account was made, `welcome_folded` that its first page no longer says where things
    stand. `pins` and `opened` name what it pinned to the menu and opened last (mdo/kernel/preferences/pins.py).

    Its last four attributes are those that Flask-Login asks of a user."""

    id: int
    username: str
    first_name: str
    last_name: str
    locale: str | None
    session_id: int
    seen_at: dt.datetime
    theme: ColourTheme
    page_size: int | None
    has_shortcuts: bool
    rights: Rights
    must_change_password: bool = False
    pins: str = ""
    opened: str = ""
    has_compact_rows: bool = False
    welcome_folded: bool = False
    since: dt.date | None = None
    said: Mapping[str, Any] = field(default_factory=dict, compare=False)

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
            covers=self.rights.covers,
        )


def hash_of_token(token: str) -> str:
    """The stored form of a session's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_identity(
    session: AnySession | Connection, sid_hash: str, *, now: dt.datetime, today: dt.date
) -> Identity | None:
    """The account of an open session, or None: ended, idle for 30 minutes, older than 10 hours, or account closed.

    One statement. `session` must see everything, or be the connection: nobody is known yet.
    """
    begun = {"seen_after": now - SESSION_IDLE, "created_after": now - SESSION_LIFETIME}
    asked = {"sid_hash": sid_hash, "today": today, **begun}
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
        theme=row.theme or ColourTheme.SYSTEM,
        page_size=row.page_size,
        has_shortcuts=row.has_shortcuts is not False,
        rights=_rights(row.id, row),
        must_change_password=row.must_change_password,
        pins=row.pins or "",
        opened=row.opened,
        has_compact_rows=bool(row.has_compact_rows),
        welcome_folded=bool(row.welcome_folded),
        since=None if row.created_on is None else row.created_on.date(),
        said={column.key: getattr(row, column.key) for said in SAID.values() for column in said.columns},
    )


# Every page asks it first: it is built once.
@cache
def _account_of_a_session() -> Select[Any]:
    statement: Any = (
        select(
            User.id,
            User.username,
            User.first_name,
            User.last_name,
            User.locale,
            User.active,
            User.ends_on,
            User.must_change_password,
            User.created_on,
            UserSession.id.label("session_id"),
            UserSession.seen_at,
            UserSession.opened,
            Preference.theme,
            Preference.page_size,
            Preference.has_shortcuts,
            Preference.pins,
            Preference.has_compact_rows,
            Preference.welcome_folded,
            *(column for said in SAID.values() for column in said.columns),
            *_written_rights(User.id),
        )
        .join(UserSession.user)
        .outerjoin(Preference, Preference.user_id == User.id)
    )
    for said in SAID.values():
        statement = statement.outerjoin(said.model, said.which)
    asked: Select[Any] = statement.where(
        UserSession.sid_hash == bindparam("sid_hash"),
        UserSession.revoked_at.is_(None),
        UserSession.seen_at > bindparam("seen_after"),
        UserSession.created_at > bindparam("created_after"),
    )
    return asked


def _written_rights(user_id: Any) -> tuple[Any, ...]:
    """The roles of an account, their rights and its places of the day: texts of lines, None where there is none."""
    holder = aliased(User)
    held = select(Role.id).join(Role.user.of_type(holder)).where(holder.id == user_id).correlate(User)
    role, right = cast(Role.id, String) + _BETWEEN, ViewMenu.name + _BETWEEN + Permission.name
    granted = select(Role).join(Role.permissions).join(PermissionView.permission).join(PermissionView.view_menu)
    places = answering().places_of(user_id, bindparam("today", type_=Date()))
    (place,) = places.selected_columns
    texts = {
        "roles": select(func.aggregate_strings(role + Role.name, _AFTER)).where(Role.id.in_(held)),
        "granted": granted.with_only_columns(func.aggregate_strings(role + right, _AFTER)).where(Role.id.in_(held)),
        "places": places.with_only_columns(func.aggregate_strings(cast(place, String), _AFTER)),
        "covers": _written_covers(user_id),
    }
    return tuple(text.correlate(User).scalar_subquery().label(name) for name, text in texts.items())


def _written_covers(user_id: Any) -> Any:
    """The covers of the day that name an account: who is away, who covers, the last day, and the name of the other."""
    found, other = answering().covers(bindparam("today", type_=Date())).subquery(), aliased(User)
    is_away = found.c.user_id == user_id
    told = (found.c.user_id, found.c.replacement_id, found.c.end_on, other.first_name, other.last_name)
    line: Any = cast(told[0], String)
    for column in told[1:]:
        line = line + _BETWEEN + cast(column, String)
    other_id = case((is_away, found.c.replacement_id), else_=found.c.user_id)
    asked = select(func.aggregate_strings(line, _AFTER)).select_from(found).join(other, other.id == other_id)
    return asked.where(or_(is_away, found.c.replacement_id == user_id))


@cache
def _rights_of_an_account() -> Select[Any]:
    return select(*_written_rights(bindparam("user_id", type_=Integer())))


def rights_of(session: AnySession, user_id: int, today: dt.date) -> Rights:
    """Roles, rights and arrondissements in force on a day, in one statement."""
    return _rights(user_id, session.execute(_rights_of_an_account(), {"user_id": user_id, "today": today}).one())


def rights_of_covers(session: AnySession, today: dt.date) -> list[tuple[int, Rights]]:
    """Of each account that is away and covered on a day, its id and what its cover may do; one statement."""
    rows = session.execute(_rights_of_covers(), {"today": today}, execution_options=WHOLE_REGISTER)
    return [(row.user_id, _rights(row.replacement_id, row)) for row in rows]


@cache
def _rights_of_covers() -> Select[Any]:
    found = answering().covers(bindparam("today", type_=Date())).subquery()
    asked = select(found.c.user_id, found.c.replacement_id, *_written_rights(User.id)).select_from(User)
    return asked.join(found, found.c.replacement_id == User.id).order_by(found.c.user_id)


def _rights(user_id: int, row: Any) -> Rights:
    role_codes, pairs = _granted(row.roles or "", row.granted or "")
    places = frozenset(map(int, row.places.split(_AFTER))) if row.places else frozenset()
    covers = tuple(_cover(line) for line in sorted((row.covers or "").split(_AFTER)) if line)
    return Rights(role_codes, pairs, scope_of(user_id, role_codes, places), covers)


def _cover(line: str) -> Cover:
    away_id, cover_id, until, first_name, last_name = line.split(_BETWEEN)
    return Cover(int(away_id), int(cover_id), f"{first_name} {last_name}", dt.date.fromisoformat(until[:10]))


# The same texts come with each request of the same roles: some hundred rights are read once. They say all of it.
@lru_cache(maxsize=64)
def _granted(roles: str, granted: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The codes of the roles and their rights.

    A role gives its rights only as far as it reaches by itself: beside a wider one it gives none (ADR 0017).
    """
    names = dict(line.split(_BETWEEN, 1) for line in roles.split(_AFTER) if line)
    role_codes = frozenset(names.values())
    effective = {role_id for role_id, name in names.items() if is_effective(name, role_codes)}
    rights = (line.split(_BETWEEN) for line in granted.split(_AFTER) if line)
    return role_codes, frozenset((view, permission) for role_id, view, permission in rights if role_id in effective)


def identity_of(session: AnySession, user: User, today: dt.date, now: dt.datetime, locale: str) -> Identity:
    """The holder of an open account, for what is read without a session: her rights and scope of the day."""
    return Identity(
        id=user.id,
        username=user.username,
        first_name=user.first_name,
        last_name=user.last_name,
        locale=locale,
        session_id=0,
        seen_at=now,
        theme=ColourTheme.SYSTEM,
        page_size=None,
        has_shortcuts=False,
        rights=rights_of(session, user.id, today),
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
        covers=rights.covers,
    )
