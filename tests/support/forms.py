"""Sending forms as a browser does: with the token that a page of the same session gave."""

import re
from secrets import token_hex
from typing import Any
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

# What Flask-WTF signs tokens with.
_SALT, _SECRET = "wtf-csrf-token", "csrf_token"
# By client: the secret of its session behind the token, and the token.
_known: WeakKeyDictionary[FlaskClient, tuple[str, str]] = WeakKeyDictionary()


def csrf_token(client: FlaskClient) -> str:
    """A token of the client's session, as any page of it would give: a fifth of the tests would ask for one page more.

    Kept as long as its secret lives: the same form sent twice is then the same to the letter.
    """
    with client.session_transaction() as cookie:
        secret: str = cookie.setdefault(_SECRET, token_hex())
    if _known.get(client, ("", ""))[0] != secret:
        _known[client] = (secret, URLSafeTimedSerializer(client.application.secret_key or "", _SALT).dumps(secret))
    return _known[client][1]


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
