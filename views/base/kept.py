"""What was typed in a form that could not be answered: the session had ended, the token was old, the database busy.

It is signed, travels in the page that says so, and comes back to the form, which shows it again and saves nothing until
its reader does. Nothing is stored on the server, and only what this browser sent is ever shown.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

View = TypeVar("View", bound=Callable[..., Any])

KEPT = "kept"
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
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in _LEFT_OUT]
    text: str = _signer().dumps([request.path, pairs])
    return text


def typed_again() -> MultiDict[str, str] | None:
    """What was typed before, in a request that comes back with it; None in any other."""
    found = _read(request.form.get(KEPT, ""))
    return MultiDict(found[1]) if found is not None and found[0] == request.path else None


def path_of(kept: str) -> str:
    """The address of the form that a kept text goes back to; empty when it is not ours, or too old."""
    found = _read(kept)
    return f"{request.script_root}{found[0]}" if found is not None else ""


def _read(kept: str) -> tuple[str, list[tuple[str, str]]] | None:
    try:
        path, pairs = _signer().loads(kept, max_age=_LONGEST_SECONDS)
    except (BadSignature, ValueError):
        return None
    return path, [(name, value) for name, value in pairs]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="typed-in-a-form")


def _comes_from_elsewhere() -> bool:
    """A form of another site must not find its words in ours."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
