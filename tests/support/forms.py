"""Sending forms as a browser does: with the token that a page of the same session gave."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_PAGE_FOR_ALL = "/mon-compte/mot-de-passe"


def csrf_token(client: FlaskClient) -> str:
    """The token of the client's session, read from a page that everyone may open."""
    return hidden_value(client.get(_PAGE_FOR_ALL, follow_redirects=True), "csrf_token")


def hidden_value(page: TestResponse, name: str) -> str:
    """What a form of a page sends without showing it."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert found, f"No form with {name} on the page."
    return found.group(1)


def post(client: FlaskClient, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
    """Posts a form with its token."""
    return client.post(url, data={"csrf_token": csrf_token(client), **(data or {})}, **options)
