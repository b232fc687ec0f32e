"""Sending forms as a browser does: with the token that a page of the same session gave."""

import re
from typing import Any
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

_PAGE_FOR_ALL = "/mon-compte/mot-de-passe"
# By client: the secret of its session behind the token, and the token that a page gave.
_known: WeakKeyDictionary[FlaskClient, tuple[str, str]] = WeakKeyDictionary()


def csrf_token(client: FlaskClient) -> str:
    """The token of the client's session, read from a page that everyone may open, once as long as its secret lives."""
    secret = _secret(client)
    if secret is None or _known.get(client, ("", ""))[0] != secret:
        token = hidden_value(client.get(_PAGE_FOR_ALL, follow_redirects=True), "csrf_token")
        _known[client] = (_secret(client) or "", token)
    return _known[client][1]


def _secret(client: FlaskClient) -> str | None:
    with client.session_transaction() as cookie:
        secret: str | None = cookie.get("csrf_token")
    return secret


def hidden_value(page: TestResponse, name: str) -> str:
    """What a form of a page sends without showing it."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert found, f"No form with {name} on the page."
    return found.group(1)


def post(client: FlaskClient, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
    """Posts a form with its token."""
    return client.post(url, data={"csrf_token": csrf_token(client), **(data or {})}, **options)


def kind_of(control: HtmlElement) -> tuple[str, ...]:
    """What a field of a form is: fields of a kind are read by the same code and refuse by the same words."""
    frame = next((item for item in control.iterancestors() if "field" in item.get("class", "").split()), None)
    laid_out = "" if frame is None else frame.get("class", "").replace(" field--error", "")
    limits = (str(control.get(name) is not None) for name in ("required", "maxlength", "data-lookup"))
    return (laid_out, control.tag, control.get("type", ""), control.get("inputmode", ""), *limits)
