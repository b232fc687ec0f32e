"""The theme is in the first bytes of a page: the account's, else the browser's cookie, else left to the browser."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.preferences import ColourTheme, Preference
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

_HTML = re.compile(r'<html [^>]*data-theme="(\w+)" data-bs-theme="(\w+)"')
JSON = {"Accept": "application/json"}


def theme_of(client: FlaskClient, address: str = "/aide") -> tuple[str, str]:
    """The choice and the colours of a page, as its first tag says them."""
    found = _HTML.search(client.get(address).text)
    assert found is not None
    return found.group(1), found.group(2)


@ON_SQLITE
@pytest.mark.parametrize(
    ("chosen", "written"),
    [
        (ColourTheme.SYSTEM, ("system", "light")),
        (ColourTheme.LIGHT, ("light", "light")),
        (ColourTheme.DARK, ("dark", "dark")),
    ],
)
def test_an_account_finds_its_theme_on_every_page(
    client_as: Callable[..., FlaskClient], session: Session, chosen: ColourTheme, written: tuple[str, str]
) -> None:
    user = account("mission")
    make.PreferenceFactory(user=user, theme=chosen)
    client = client_as(user)
    for address in ("/", "/personnes/list/", "/mon-compte/", "/nowhere", "/recherche"):
        assert theme_of(client, address) == written, address


@ON_SQLITE
def test_without_a_choice_the_browser_decides(client: FlaskClient, client_as: Callable[..., FlaskClient]) -> None:
    for reader in (client, client_as("mission")):
        assert theme_of(reader) == ("system", "light")


def test_the_switch_is_stored_for_the_account_and_in_the_browser(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    user = account("ref5")
    client = client_as(user)
    for chosen in ("dark", "light", "system", "dark"):
        assert post(client, "/mon-compte/theme", {"theme": chosen}).status_code == 303
        assert theme_of(client)[0] == chosen
    stored = session.query(Preference).filter_by(user_id=user.id).one()
    assert (stored.theme, stored.page_size, stored.receives_digest) == (ColourTheme.DARK, 25, True)
    assert theme_of(client_as(user)) == ("dark", "dark")  # another browser
    post(client, "/logout/")
    assert theme_of(client, "/login/") == ("dark", "dark")  # nobody is known any more


@ON_SQLITE
def test_a_visitor_keeps_it_in_a_cookie(client: FlaskClient, session: Session) -> None:
    answer = post(client, "/mon-compte/theme", {"theme": "dark", "next": "/aide"})
    assert (answer.status_code, answer.location) == (303, "/aide")
    cookie = client.get_cookie("theme")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("dark", True, "Lax")
    assert theme_of(client, "/login/") == ("dark", "dark")
    assert session.query(Preference).count() == 0


@ON_SQLITE
def test_the_account_comes_before_the_cookie(client_as: Callable[..., FlaskClient], session: Session) -> None:
    user = account("mission")
    make.PreferenceFactory(user=user, theme=ColourTheme.LIGHT)
    client = client_as(user)
    client.set_cookie("theme", "dark")
    assert theme_of(client) == ("light", "light")


@ON_SQLITE
@pytest.mark.parametrize("value", ["", "blue", "DARK", 'dark" onload="x'])
def test_an_unknown_theme_is_refused_and_an_unknown_cookie_ignored(client: FlaskClient, value: str) -> None:
    assert post(client, "/mon-compte/theme", {"theme": value}).status_code == 400
    client.set_cookie("theme", value)
    assert theme_of(client) == ("system", "light")


@ON_SQLITE
def test_the_script_asks_for_no_page_back(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("dpo")
    answer = post(client, "/mon-compte/theme", {"theme": "dark"}, headers=JSON)
    assert (answer.status_code, answer.data) == (204, b"")
    assert theme_of(client) == ("dark", "dark")


@ON_SQLITE
@pytest.mark.parametrize("who", ["elu5", "dpo", "saisie5", "stagiaire", "direction"])
def test_everyone_may_choose(client_as: Callable[..., FlaskClient], who: str) -> None:
    client = client_as(who)
    assert post(client, "/mon-compte/theme", {"theme": "dark"}).status_code == 303
    assert theme_of(client) == ("dark", "dark")


@ON_SQLITE
def test_an_account_without_a_role_may_choose_too(client_as: Callable[..., FlaskClient], session: Session) -> None:
    client = client_as(make.UserFactory())
    assert post(client, "/mon-compte/theme", {"theme": "dark"}).status_code == 303
    assert theme_of(client) == ("dark", "dark")
