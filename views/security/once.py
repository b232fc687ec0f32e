"""The same form posted twice makes one row: the second answer leads to what the first made.

Each form carries an id of its own (its field « once »). Sent, its key is that id with the account, the address and
what was typed: the form corrected after « back » is another one. A post that makes rows writes its key in their
transaction (mdo/kernel/sessions/sent_forms.py); one that is refused, or that only changes rows, spends nothing.
"""

import hashlib
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, flash, g, has_request_context, redirect, request, session, url_for
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mdo.kernel.sessions.sent_forms import location_of, spend
from models.accounts import LoginAttempt, User, UserSession
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.database import db
from views.base.record import VIEW_OF_MODEL
from views.security.gate import current_identity
from views.security.storage import reading

ONCE = "once"
# What a form sends besides what was typed: its second button would make the same row.
_LEFT_OUT = frozenset({"csrf_token", "then"})
_MADE = "mdo_once_made"
_NOT_MADE = (UserSession, LoginAttempt)
_DANGER = "danger"
_RANDOM_BYTES = 12


def install(app: Flask) -> None:
    """After the gate: a form is known by its account."""
    app.jinja_env.globals["once"] = once
    app.before_request(_lead_again)
    app.after_request(_lead_the_refused)


def once() -> str:
    """The value of the field that makes a form one that is sent once."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def leads_to(url: str) -> None:
    """Says where the form of this request leads, when it is not to the first row that it makes."""
    g.once_location = url


def may_be_sent_again() -> None:
    """Says that the form of this request gives a file, which may be taken more than once."""
    g.pop("once_key", None)


class _AlreadySent(HTTPException):
    """Ends a request whose form was sent before."""


def _lead_again() -> Response | None:
    identity = current_identity()
    if request.method != "POST" or identity is None or not request.form.get(ONCE):
        return None
    key = _key_of_request(identity.id)
    # Apart: on SQLite the session of the page would hold the register, and a password is written beside it.
    with reading() as reader:
        location = location_of(reader, key)
    if location is not None:
        return _lead(location)
    g.once_key = key
    return None


def _key_of_request(account_id: int) -> str:
    typed = sorted(item for item in request.form.items(multi=True) if item[0] not in _LEFT_OUT)
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    told = json.dumps([account_id, request.full_path, typed, files])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _lead(location: str) -> Response:
    flash(gettext("This form had been sent already: here is what it made."), "info")
    return redirect(location or "/", 303)


def _lead_the_refused(response: Response) -> Response:
    """Of two at once, the second may be refused for what the first just made: it leads there all the same."""
    key = g.pop("once_key", None)
    if key is None or not _is_refusal(response):
        return response
    with reading() as reader:
        location = location_of(reader, key)
    if location is None:
        return response
    session.pop("_flashes", None)
    return _lead(location)


def _is_refusal(response: Response) -> bool:
    return response.status_code >= 400 or any(category == _DANGER for category, _ in session.get("_flashes", ()))


# ---- In the transaction of what a form makes -------------------------------------------------------------------------


def _note_made(session: Session, flush: UOWTransaction) -> None:
    if has_request_context() and "once_key" in g:
        session.info.setdefault(_MADE, []).extend(row for row in session.new if not isinstance(row, _NOT_MADE))


def _spend(session: Session) -> None:
    if not has_request_context() or "once_key" not in g or session.in_nested_transaction():
        return
    session.flush()
    made = session.info.get(_MADE)
    if not made:
        return
    key = g.once_key
    if not spend(session, key, g.get("once_location") or _location_of(made), utc_now()):
        g.pop("once_key")
        raise _AlreadySent(response=_lead(location_of(session, key) or ""))
    g.pop("once_key")


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_MADE, None)


def _location_of(made: list[Any]) -> str:
    """The page of the first row that has one, else of what the first hangs on, else the page that gave the form."""
    for row in made:
        view = VIEW_OF_MODEL.get(type(row))
        if view is not None:
            return url_for(f"{view}.show", pk=row.id)
    for relation in inspect(type(made[0])).relationships:
        view = VIEW_OF_MODEL.get(relation.mapper.class_)
        if view is not None and relation.mapper.class_ is not User and not relation.uselist and not relation.viewonly:
            pk = getattr(made[0], next(iter(relation.local_columns)).key)
            if pk is not None:
                return url_for(f"{view}.show", pk=pk)
    came_from = urlsplit(request.referrer or "")
    page = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return page if came_from.netloc == request.host else ""


event.listen(db.session, "after_flush", _note_made)
event.listen(db.session, "before_commit", _spend)
event.listen(db.session, "after_transaction_end", _forget)
