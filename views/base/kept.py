"""What was typed in a form that could not be answered: the session had ended, the token was old, the database busy.

It is sealed, travels in the page that says so, and comes back to the form, which shows it again and saves nothing until
its reader does. Nothing is stored on the server. It is for the account that typed it alone: whoever signs in next on
the same browser neither reads it in the page nor finds it in a form. The session in which it was typed says whose it
is, ended or not: it needs no statement when the database does not answer.
"""

import base64
import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, g, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from mdo.kernel.rights.identity import hash_of_token
from models.accounts import UserSession
from views.security.storage import reading

View = TypeVar("View", bound=Callable[..., Any])

KEPT = "kept"
TOKEN_KEY = "sid"  # noqa: S105  # the name of an entry of the session, no secret
ENDED = "ended"
_NONCE = 16
_LONGEST_SECONDS = 12 * 3600
_LEFT_OUT = frozenset({"csrf_token", "once", KEPT})


def keeps_typing(view: View) -> View:
    """Marks a form whose view shows again what `typed_again` gives."""
    view.keeps_typing = True  # type: ignore[attr-defined]  # read from the bound method that Flask knows
    return view


def typing_of_request() -> str:
    """What this request sent to such a form, as text for a page to carry; empty for any other request."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "keeps_typing", False) or _comes_from_elsewhere():
        return ""
    if request.form.get(KEPT):
        return request.form[KEPT]
    typed_in = _session_of_browser()
    if typed_in is None:
        return ""
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in _LEFT_OUT]
    return seal(typed_in, request.path, pairs)


def end_of_session() -> None:
    """Takes the secret of a session out of the browser's cookie; a mark stays, which says whose form may still come."""
    typed_in = _session_of_browser()
    session.pop(TOKEN_KEY, None)
    if typed_in is not None:
        session[ENDED] = typed_in


def _session_of_browser() -> str | None:
    """The stored form of the secret of the session under way, or of the last one."""
    token = session.get(TOKEN_KEY)
    found: str | None = hash_of_token(token) if isinstance(token, str) else session.get(ENDED)
    return found


def typed_again() -> MultiDict[str, str] | None:
    """What was typed before, in a request that comes back with it; None in any other."""
    identity = g.get("identity")
    found = _read(request.form.get(KEPT, ""), None if identity is None else identity.id)
    g.typed_again = MultiDict(found[1]) if found is not None and found[0] == request.path else None
    again: MultiDict[str, str] | None = g.typed_again
    return again


def path_of(kept: str, user_id: int) -> str:
    """The address of the form that a kept text goes back to; empty when it is another's, not ours, or too old."""
    found = _read(kept, user_id)
    return f"{request.script_root}{found[0]}" if found is not None else ""


def seal(typed_in: str, path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """What was typed in a session, for a page to carry: unreadable there, and signed with its hour."""
    nonce = secrets.token_bytes(_NONCE)
    content = zlib.compress(json.dumps([typed_in, path, pairs]).encode())
    text: str = _signer().dumps(base64.b64encode(nonce + _crossed(nonce, content)).decode())
    return text


def _read(kept: str, user_id: int | None) -> tuple[str, list[tuple[str, str]]] | None:
    if not kept or user_id is None:
        return None
    try:
        sealed = base64.b64decode(_signer().loads(kept, max_age=_LONGEST_SECONDS))
    except (BadSignature, ValueError, TypeError):
        return None
    typed_in, path, pairs = json.loads(zlib.decompress(_crossed(sealed[:_NONCE], sealed[_NONCE:])))
    with reading() as reader:
        typist = reader.scalar(select(UserSession.user_id).where(UserSession.sid_hash == typed_in))
    return (path, [(name, value) for name, value in pairs]) if typist == user_id else None


def _crossed(nonce: bytes, content: bytes) -> bytes:
    """Made unreadable, or readable again: each byte crossed with a stream that our key and a number used once give."""
    key = hashlib.sha256(f"typed-in-a-form {current_app.secret_key!s}".encode()).digest()
    stream = hashlib.shake_256(key + nonce).digest(len(content))
    return (int.from_bytes(content) ^ int.from_bytes(stream)).to_bytes(len(content))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="typed-in-a-form")


def _comes_from_elsewhere() -> bool:
    """A form of another site must not find its words in ours."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
