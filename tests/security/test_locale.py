"""The language: the account's, else the session's, else the browser's, else the server's; changed by POST alone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import ON_SQLITE
from tests.support.application import account
from tests.support.forms import post


def language_of(client: FlaskClient, address: str = "/aide", **headers: str) -> str:
    page = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()}).text
    return page.split('<html lang="', 1)[1][:2]


@ON_SQLITE
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("", "fr"), ("en", "en"), ("de,en;q=0.5", "en"), ("de", "fr"), ("fr-FR,en;q=0.9", "fr"), ("*", "fr")],
)
def test_a_visitor_reads_the_language_of_the_browser(client: FlaskClient, wanted: str, expected: str) -> None:
    assert language_of(client, Accept_Language=wanted) == expected


@ON_SQLITE
@pytest.mark.parametrize("address", ["/aide?_l_=en", "/aide?language=en", "/aide?locale=en"])
def test_an_address_does_not_change_the_language(client: FlaskClient, address: str) -> None:
    assert language_of(client, address) == "fr"
    assert language_of(client) == "fr"


@ON_SQLITE
def test_a_visitor_changes_it_for_the_session(client: FlaskClient) -> None:
    answer = post(client, "/mon-compte/langue", {"language": "en", "next": "/aide"})
    assert (answer.status_code, answer.location) == (303, "/aide")
    assert language_of(client, Accept_Language="fr") == "en"


@ON_SQLITE
def test_an_account_keeps_its_language(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    user = account("mission")
    post(client_as(user), "/mon-compte/langue", {"language": "en"})
    assert language_of(client_as(user), Accept_Language="fr") == "en"
    session.rollback()
    session.refresh(user)
    assert user.locale == "en"


@ON_SQLITE
@pytest.mark.parametrize("wanted", ["de", "", "../fr", "EN"])
def test_an_unknown_language_is_refused(client: FlaskClient, wanted: str) -> None:
    assert post(client, "/mon-compte/langue", {"language": wanted}).status_code == 400


@ON_SQLITE
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_stays_on_the_site(client: FlaskClient, target: str) -> None:
    assert post(client, "/mon-compte/langue", {"language": "en", "next": target}).location == "/"
