"""The gate of every request: who asks, what the session of the request may see, and nothing for an unknown.

The identity is read in a short transaction of its own before anything else, so that a page begins its transaction
once, with the lock it needs, and so that noting the use of a session never upgrades a read lock.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask, abort, current_app, flash, g, make_response, redirect, request, session, url_for
from flask_babel import refresh
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from config import MAXIMUM_UPLOAD_BYTES
from mdo.accounts.sign_in import TOUCH_EVERY, touch_session
from mdo.kernel.base.context import Context, bind, release
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.jobs.quotas import note_upload
from mdo.kernel.rights.identity import Identity, hash_of_token, read_identity
from mdo.kernel.rights.roles import ROLE_BY_CODE
from mdo.kernel.scope.limits import Scope
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.database import db
from views.base.kept import TOKEN_KEY, end_of_session, typing_of_request
from views.security.storage import reading_columns, recording, recording_without_waiting

_SIGN_IN = "AuthView.login"
# The secret in the address of a calendar, of a live link or of a reply says whose it is
# (mdo/kernel/rights/addresses.py).
_OF_ADDRESSES = frozenset({"FeedFileView.read", "FeedFileView.of_body", "LiveLinkFileView.read", "ReplyView.page"})
# What is open to who has no account: a page that takes registrations, and the personal link of each.
_OF_EVENTS = frozenset({"EventPageView.page", "RegistrationLinkView.page"})
_OPEN = frozenset({_SIGN_IN, "PreferenceView.language", "PreferenceView.theme", *_OF_ADDRESSES, *_OF_EVENTS})
_PASSWORD = "PreferenceView.password"  # noqa: S105  # the name of a page
_A_FILE_BYTES = 64 * 1024
_READING = frozenset({"GET", "HEAD"})
# What the session opened last, in its cookie; stored, as its use is, at most once a minute.
OPENED_KEY = "opened"


def install(app: Flask) -> None:
    """Reads the identity before each request and closes what is not open to all."""
    app.before_request(_enter)
    app.teardown_request(_leave)
    app.context_processor(_reader_in_words)


def is_open_to_all(endpoint: str | None) -> bool:
    """Whether a route needs no sign-in: the sign-in page, files of the interface, public pages, language and theme."""
    if endpoint is None:
        return True  # no such page: the answer is 404 for everyone
    return endpoint in _OPEN or endpoint.startswith("PublicView.") or is_file(endpoint)


def _is_open_before_a_change(endpoint: str | None) -> bool:
    return is_open_to_all(endpoint) or endpoint in (_PASSWORD, "AuthView.logout")


def is_file(endpoint: str | None) -> bool:
    """Whether a route serves a file of the interface: nobody is looked up for it."""
    return endpoint == "static" or bool(endpoint and endpoint.endswith(".static"))


def current_identity() -> Identity | None:
    """The account behind this request, or None."""
    identity: Identity | None = g.get("identity")
    return identity


def may(permission: str, view: str) -> bool:
    """Whether the reader has a right on a view; without an account, nobody has any."""
    identity = current_identity()
    return identity is not None and identity.has_access(permission, view)


def require_identity() -> Identity:
    """The account behind this request; 403 without one."""
    identity = current_identity()
    if identity is None:
        abort(403)
    return identity


@contextmanager
def acting_as(identity: Identity, today: dt.date) -> Iterator[None]:
    """What an address opens is read by its owner, whoever's browser asks; then by nobody again."""
    _become(identity, identity.context(today))
    try:
        yield
    finally:
        _become(None, Context(scope=Scope.nothing(), today=today))


def _become(identity: Identity | None, context: Context) -> None:
    db.session.rollback()
    db.session.expunge_all()  # `session.get` answers from memory
    release(db.session)
    g.identity, g.user = identity, identity or AnonymousUserMixin()
    bind(db.session, context)
    refresh()  # the language is the reader's


def _enter() -> Response | None:
    g.identity = None
    g.user = AnonymousUserMixin()
    if is_file(request.endpoint):
        return None
    today = today_in_paris()
    # What an address opens is its owner's, whoever's browser asks: no session is looked at.
    identity = None if request.endpoint in _OF_ADDRESSES else _read(utc_now(), today)
    if identity is None:
        bind(db.session, Context(scope=Scope.nothing(), today=today))
        return None if is_open_to_all(request.endpoint) else _send_to_sign_in()
    g.identity = g.user = identity
    context = identity.context(today)
    bind(db.session, replace(context, acting_for=gettext(context.acting_for)) if context.replaced else context)
    if identity.must_change_password and not _is_open_before_a_change(request.endpoint):
        flash(gettext("Your password was given to you by somebody else: choose one that you alone know."), "warning")
        return redirect(url_for(_PASSWORD), 303)
    if request.mimetype == "multipart/form-data":
        _note_files(identity)
    return None


def _note_files(identity: Identity) -> None:
    """Counts what this request sends towards the limit of the account; forms without a file weigh next to nothing."""
    size = request.content_length
    if size is None or size >= _A_FILE_BYTES:
        most = current_app.extensions["mdo_settings"].uploads_per_day << 20
        with recording() as recorder:
            note_upload(recorder, identity.id, size or MAXIMUM_UPLOAD_BYTES, most, utc_now())


def _read(now: dt.datetime, today: dt.date) -> Identity | None:
    token = session.get(TOKEN_KEY)
    if not isinstance(token, str):
        return None
    with reading_columns() as reader:
        identity = read_identity(reader, hash_of_token(token), now=now, today=today)
    if identity is not None and identity.seen_at <= now - TOUCH_EVERY:
        try:
            with recording_without_waiting() as recorder:
                touch_session(recorder, identity.session_id, now, opened_of(identity))
        except OperationalError:
            current_app.logger.debug("The use of a session was not noted: the database has another writer.")
    return identity


def opened_of(identity: Identity) -> str:
    """What the session opened last: its cookie says it, else what was stored."""
    told = session.get(OPENED_KEY)
    return told if isinstance(told, str) else identity.opened


def _send_to_sign_in() -> Response:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        abort(403)
    g.kept = typing_of_request()
    if TOKEN_KEY in session:
        end_of_session()
        if request.method == "HEAD":
            return redirect(url_for(_SIGN_IN))
        if not g.kept:
            flash(gettext("Your session has ended: sign in again."), "warning")
    if g.kept:
        # The sign-in page itself carries what was typed: a redirection would lose it.
        return make_response(current_app.view_functions[_SIGN_IN]())
    if request.method not in _READING:
        return redirect(url_for(_SIGN_IN), 303)
    target = request.full_path.rstrip("?")
    return redirect(url_for(_SIGN_IN, next=target if target != "/" else None))


def _reader_in_words() -> dict[str, object]:
    """Who is signed in, for the frame of the pages; it costs no statement."""
    identity = current_identity()
    codes = sorted(identity.rights.role_codes) if identity else []
    return {
        "app_name": current_app.config["APP_NAME"],
        "current_account": identity.id if identity else None,
        "current_user_name": identity.full_name if identity else "",
        "current_user_role": ", ".join(gettext(ROLE_BY_CODE[code].label) for code in codes if code in ROLE_BY_CODE),
    }


def _leave(_error: BaseException | None) -> None:
    release(db.session)
