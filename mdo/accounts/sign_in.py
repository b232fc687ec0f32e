"""Signing in: attempts counted in the database so that all workers share the limit, sessions that can be ended."""

import datetime as dt
import hashlib
import math
import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mdo.accounts.passwords import is_password
from mdo.accounts.rules import is_demo, normal_name
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.identity import hash_of_token
from models.accounts import LoginAttempt, User, UserSession

# GitLab, Indico and Nextcloud stand between 5 and 10 failures a quarter of an hour.
MAX_FAILURES_PER_ACCOUNT = 10
MAX_FAILURES_PER_ADDRESS = 60
WINDOW = dt.timedelta(minutes=15)
TOUCH_EVERY = dt.timedelta(minutes=1)
LONGEST_NAME = 320
LONGEST_PASSWORD = 1024

_LOCK = 20_261_124  # any number, the same for all workers


class TooManyAttempts(RuleViolation):
    """The limit of failed attempts is reached; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        minutes = math.ceil(retry_after / 60)
        super().__init__(N_("Too many attempts: wait %(minutes)s minutes, then try again."), minutes=minutes)
        self.retry_after = retry_after


@dataclass(frozen=True)
class SignedIn:
    """A newly opened session: `token` is the secret of the browser's cookie, of which only a hash is stored."""

    token: str
    user_id: int


def begin_attempt(session: Session, name: str, address: str, now: dt.datetime) -> int:
    """Records an attempt before its password is looked at, as a failure until `open_session` says otherwise.

    Returns its id. Raises TooManyAttempts, recording nothing. The caller commits at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Count, then insert, must be one at a time, or attempts sent together would all pass (SQLite has one writer).
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    name_hash = _hash_of_account(session, name)
    since = now - WINDOW
    last_success = session.scalar(
        select(func.max(LoginAttempt.at)).where(LoginAttempt.name_hash == name_hash, LoginAttempt.is_success.is_(True))
    )
    by_name = max(since, last_success) if last_success else since
    waits = (
        _wait(session, LoginAttempt.name_hash == name_hash, by_name, MAX_FAILURES_PER_ACCOUNT, now),
        _wait(session, LoginAttempt.address == address, since, MAX_FAILURES_PER_ADDRESS, now),
    )
    if max(waits) > 0:
        raise TooManyAttempts(max(waits))
    attempt = LoginAttempt(name_hash=name_hash, address=address[:64], at=now)
    session.add(attempt)
    session.flush()
    return attempt.id


def note_public_act(session: Session, what: str, address: str, now: dt.datetime) -> None:
    """Counts what somebody without an account sends, as attempts to sign in are: 10 about one thing, 60 an address.

    Raises TooManyAttempts, recording nothing. The caller commits at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    mark, since = hashlib.sha256(f"public {what}".encode("utf-8", "replace")).hexdigest(), now - WINDOW
    address = f"public {address}"[:64]  # a flood from an address keeps nobody there from signing in
    waits = (
        _wait(session, LoginAttempt.name_hash == mark, since, MAX_FAILURES_PER_ACCOUNT, now),
        _wait(session, LoginAttempt.address == address, since, MAX_FAILURES_PER_ADDRESS, now),
    )
    if max(waits) > 0:
        raise TooManyAttempts(max(waits))
    session.add(LoginAttempt(name_hash=mark, address=address, at=now))
    session.flush()


def _wait(session: Session, who: ColumnElement[bool], since: dt.datetime, limit: int, now: dt.datetime) -> int:
    """Seconds to wait until fewer than `limit` failures remain in the window; 0 when fewer there are."""
    failures = session.scalars(
        select(LoginAttempt.at)
        .where(who, LoginAttempt.at > since, LoginAttempt.is_success.is_(False))
        .order_by(LoginAttempt.at.desc())
        .limit(limit)
    ).all()
    return max(math.ceil((failures[-1] + WINDOW - now).total_seconds()), 1) if len(failures) == limit else 0


def verified_user_id(
    session: Session, name: str, password: str, today: dt.date, *, refuse_demo: bool = False
) -> int | None:
    """The account that a name (or e-mail) and a password open, or None.

    An unknown name takes as long as a wrong password, so that time does not tell which accounts exist.
    """
    user = session.scalars(select(User).where(_is_named(name))).one_or_none() if name.isprintable() else None
    opens = user is not None and is_open(user.active, user.ends_on, today) and not (refuse_demo and is_demo(user.email))
    stored = user.password if opens and user is not None else None
    is_right = is_password(stored, password[:LONGEST_PASSWORD])
    return user.id if is_right and user is not None else None


def open_session(session: Session, user_id: int, attempt_id: int, now: dt.datetime) -> SignedIn:
    """Opens a session with a new secret and turns the attempt into a success; what was opened last comes along."""
    token = secrets.token_urlsafe(32)
    last = (
        select(UserSession.opened).where(UserSession.user_id == user_id).order_by(UserSession.seen_at.desc()).limit(1)
    )
    opened = session.scalar(last) or ""
    session.add(UserSession(sid_hash=hash_of_token(token), user_id=user_id, created_at=now, seen_at=now, opened=opened))
    mark_success(session, attempt_id)
    return SignedIn(token, user_id)


def mark_success(session: Session, attempt_id: int) -> None:
    """Turns an attempt into a success: the failures before it no longer count for the account."""
    session.get_one(LoginAttempt, attempt_id).is_success = True
    session.flush()


def close_session(session: Session, session_id: int, now: dt.datetime) -> None:
    """Ends one session."""
    found = session.get(UserSession, session_id)
    if found is not None and found.revoked_at is None:
        found.revoked_at = now
        session.flush()


def touch_session(session: Session, session_id: int, now: dt.datetime, opened: str) -> None:
    """Notes that a session is in use, at most once a minute, and what it opened last.

    Another request that does the same is not waited for.
    """
    found = session.scalars(
        select(UserSession).where(UserSession.id == session_id).with_for_update(skip_locked=True)
    ).one_or_none()
    if found is not None and found.seen_at <= now - TOUCH_EVERY:
        found.seen_at = now
        found.opened = opened
        session.flush()


def _is_named(name: str) -> ColumnElement[bool]:
    """The account that signs in with this user name or e-mail."""
    column: ColumnElement[str] = (User.email if "@" in name else User.username).expression
    return column == normal_name(name)[:LONGEST_NAME]


def _hash_of_account(session: Session, name: str) -> str:
    """One mark for an account whatever it is called, another for each name that no account bears."""
    found = session.scalar(select(User.id).where(_is_named(name))) if name.isprintable() else None
    mark = f"name {normal_name(name)[:LONGEST_NAME]}" if found is None else f"account {found}"
    return hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()
