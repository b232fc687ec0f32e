"""Accounts: names, the last administrator, passwords, sessions. The screens and the commands call the same rules."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, scoped_session

from mdo.accounts.passwords import check_password, hash_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.roles import ADMIN, check_combination, reach_of
from mdo.kernel.scope.limits import Reach
from mdo.kernel.sessions.advisory_locks import hold
from mdo.network.answering import answers_clause
from models.accounts import Role, User, UserSession
from models.base import metadata, utc_now
from models.instances import Instance
from models.network import Referent

# Addresses that no post office serves (RFC 2606): accounts of the demo carry them, and production refuses these.
DEMO_EMAIL_DOMAIN = "demo.example"

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
AnySession = Session | scoped_session[Session]


def normal_name(text: str) -> str:
    """A user name or an e-mail as it is stored and looked for: no capital, no space around."""
    return text.strip().casefold()


def check_username(username: str) -> None:
    """Refuses a user name that is not 2 to 64 plain letters, digits, dots, hyphens. Field `username`."""
    if not _USERNAME.fullmatch(username):
        raise RuleViolation(
            N_("A user name has 2 to 64 small letters without accents, digits, dots or hyphens."), field="username"
        )


def check_email(email: str) -> None:
    """Refuses what is no e-mail address. Field `email`."""
    if not _EMAIL.fullmatch(email):
        raise RuleViolation(N_("This is not an e-mail address: write name@domain."), field="email")


def check_free(session: AnySession, user: User) -> None:
    """Refuses a user name or an e-mail that another account bears, whatever the case. Fields `username`, `email`."""
    with session.no_autoflush:
        for field in ("username", "email"):
            column = getattr(User, field)
            query = select(User.id).where(func.lower(column) == normal_name(getattr(user, field) or ""))
            if user.id is not None:
                query = query.where(User.id != user.id)
            if session.scalar(query.limit(1)) is not None:
                raise RuleViolation(N_("Another account already bears this: choose another one."), field=field)


def is_admin(roles: Iterable[Role]) -> bool:
    """Whether these roles hold the administrator's."""
    return any(role.name == ADMIN for role in roles)


def check_admin_remains(session: AnySession, user: User, today: dt.date, *, is_deleted: bool = False) -> None:
    """Refuses that the last administrator loses the role, the access or the account. Fields `roles`, `active`."""
    stays = not is_deleted and is_admin(user.roles)
    if stays and is_open(user.active, user.ends_on, today) and user.ends_on is None:
        return
    hold(session, [("admin", 0)])  # two administrators may not take the role from each other at once
    with session.no_autoflush:
        another = session.scalar(
            select(User.id)
            .where(
                User.roles.any(Role.name == ADMIN),
                User.active.is_(True),
                User.ends_on.is_(None),
                User.id != user.id,
            )
            .limit(1)
        )
        was_admin = session.scalar(select(User.id).where(User.id == user.id, User.roles.any(Role.name == ADMIN)))
    if another is None and was_admin is not None:
        field = "roles" if not stays else "active" if not user.active else "ends_on"
        raise RuleViolation(
            N_("This is the last administrator without an end date: name another one first."), field=field
        )


def check_account(session: AnySession, user: User, today: dt.date) -> None:
    """Every rule of an account about to be saved; puts its names in their stored form."""
    user.username = normal_name(user.username or "")
    user.email = normal_name(user.email or "")
    check_username(user.username)
    check_email(user.email)
    check_free(session, user)
    check_combination(role.name for role in user.roles)
    if user.id is not None:
        check_admin_remains(session, user, today)


def check_deletable(session: AnySession, user: User, today: dt.date) -> None:
    """Refuses to delete an account that wrote something or that a row names: it is deactivated instead."""
    check_admin_remains(session, user, today, is_deleted=True)
    if _is_named(session, user):
        raise RuleViolation(N_("This account left traces in the register: deactivate it instead of deleting it."))


def lacks_of(session: AnySession, user: User, today: dt.date) -> list[tuple[str, str]]:
    """What an account still needs before it serves: the label of each, and a sentence that says what to do."""
    found = []
    if not user.password:
        found.append((N_("Password"), N_("Nobody can sign in with it yet: « New password », above.")))
    reach = reach_of(role.name for role in user.roles)
    if reach is Reach.ARRONDISSEMENTS:
        held = select(Referent.id).where(Referent.user_id == user.id, answers_clause(today)).limit(1)
        if session.scalar(held) is None:
            found.append(
                (
                    N_("Arrondissement"),
                    N_("It sees nothing without an arrondissement: add one in the tab « Arrondissements »."),
                )
            )
    if reach is Reach.ELECTED and not session.scalar(
        select(Instance.id).where(Instance.elected_user_id == user.id).limit(1)
    ):
        found.append((N_("Body"), N_("It sees nothing without a body: name it as the élu·e référent·e of one.")))
    return found


def set_password(user: User, password: str, *, is_given: bool = False) -> None:
    """Sets the password of an account after the rule of `mdo.accounts.passwords`; ending its sessions is the caller's.

    One that somebody else gives (`is_given`) opens nothing but the page that changes it.
    """
    names = (user.username or "", user.first_name or "", user.last_name or "", (user.email or "").split("@")[0])
    check_password(password, is_admin=is_admin(user.roles), names=names)
    user.password = hash_of(password)
    user.must_change_password = is_given


def end_sessions(session: AnySession, user_id: int, *, except_id: int | None = None) -> int:
    """Ends the open sessions of an account, but one; returns how many."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    if except_id is not None:
        query = query.where(UserSession.id != except_id)
    open_sessions = session.scalars(query).all()
    for open_session in open_sessions:
        open_session.revoked_at = utc_now()
    session.flush()
    return len(open_sessions)


def create_account(
    session: AnySession,
    *,
    username: str,
    password: str,
    role_codes: Sequence[str],
    first_name: str,
    last_name: str,
    email: str,
    today: dt.date,
    ends_on: dt.date | None = None,
) -> User:
    """A new account, checked and flushed. Raises RuleViolation, on `roles` when a role is unknown."""
    roles = session.scalars(select(Role).where(Role.name.in_(role_codes))).all()
    if len(roles) != len(set(role_codes)):
        raise RuleViolation(N_("A role is unknown: run « flask mdo init » first."), field="roles")
    user = User(
        username=username, first_name=first_name, last_name=last_name, email=email, active=True, ends_on=ends_on
    )
    user.roles = list(roles)
    check_account(session, user, today)
    set_password(user, password)
    session.add(user)
    session.flush()
    return user


def is_demo(email: str | None) -> bool:
    """Whether an account is one of the demo set."""
    return (email or "").endswith(f"@{DEMO_EMAIL_DOMAIN}")


def refuse_demo_accounts(session: AnySession) -> None:
    """Refuses a database in which an account of the demo may sign in: production calls it at start."""
    found = session.scalars(
        select(User.username).where(User.email.endswith(f"@{DEMO_EMAIL_DOMAIN}"), User.active.is_(True)).limit(3)
    ).all()
    if found:
        raise RuleViolation(
            N_(
                "The database holds demo accounts (%(names)s, …):"
                " production needs a database without « flask mdo demo »."
            ),
            names=", ".join(found),
        )


def _is_named(session: AnySession, user: User) -> bool:
    """Whether a row of another table, a past session included, points to this account."""
    for table in metadata.sorted_tables:
        if table.name.startswith("ab_"):
            continue
        columns = [key.parent for key in table.foreign_keys if key.column.table is User.__table__]
        if (
            columns
            and session.execute(select(table).where(or_(*(column == user.id for column in columns))).limit(1)).first()
        ):
            return True
    return False
