"""Signing in: what it opens, what it refuses, and the limit on attempts that all workers share."""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from config import PRODUCTION
from mdo.accounts.sign_in import TooManyAttempts, begin_attempt, mark_success, verified_user_id
from mdo.kernel.base.database import writing
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import LoginAttempt, UserSession
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.application import quickly_hashed
from tests.support.databases import Database
from tests.support.forms import csrf_token, post
from tests.support.settings import settings_for
from views.base.database import db
from views.base.requests import safe_target

PASSWORD = "quatre mots sans lien"
STORED = quickly_hashed(PASSWORD)
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ADDRESS = "192.0.2.7"


def fail(session: Session, times: int, name: str = "anne", address: str = ADDRESS, at: dt.datetime = NOW) -> None:
    for _ in range(times):
        begin_attempt(session, name, address, at)


def is_refused(session: Session, name: str = "anne", address: str = ADDRESS, at: dt.datetime = NOW) -> bool:
    try:
        begin_attempt(session, name, address, at)
    except TooManyAttempts:
        return True
    return False


# ---- The limit --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failures", "expected"), [(9, False), (10, True)])
def test_ten_failures_close_an_account(session: Session, failures: int, expected: bool) -> None:
    fail(session, failures)
    assert is_refused(session) is expected
    assert not is_refused(session, name="another")


def test_the_case_of_the_name_and_the_address_change_nothing(session: Session) -> None:
    for number in range(10):
        fail(session, 1, name=" ANNE " if number % 2 else "anne", address=f"192.0.2.{number}")
    assert is_refused(session, address="198.51.100.1")


@pytest.mark.parametrize(("failures", "expected"), [(9, False), (10, True)])
def test_the_user_name_and_the_e_mail_are_one_account(session: Session, failures: int, expected: bool) -> None:
    make.UserFactory(username="anne.roy", email="anne@lyon.example", password=STORED)
    for number in range(failures):
        name = ("anne.roy", " ANNE@lyon.example")[number % 2]
        fail(session, 1, name=name, address=f"192.0.2.{number}")
    assert is_refused(session, name="anne.roy", address="198.51.100.1") is expected
    assert is_refused(session, name="anne@lyon.example", address="198.51.100.1")
    assert not is_refused(session, name="paul.roy", address="198.51.100.2")


def test_a_success_by_e_mail_clears_the_failures_by_user_name(session: Session) -> None:
    make.UserFactory(username="anne.roy", email="anne@lyon.example", password=STORED)
    fail(session, 9, name="anne.roy")
    mark_success(session, begin_attempt(session, "anne@lyon.example", ADDRESS, NOW + MINUTE))
    fail(session, 9, name="anne.roy", at=NOW + 2 * MINUTE)
    assert not is_refused(session, name="anne.roy", at=NOW + 2 * MINUTE)


@pytest.mark.parametrize("name", ["account 1", "\0", "nobody@lyon.example", ""])
def test_a_name_that_no_account_bears_is_counted_too(session: Session, name: str) -> None:
    user = make.UserFactory(username="anne.roy", password=STORED)
    fail(session, 10, name=name.replace("1", str(user.id)))
    assert is_refused(session, name=name.replace("1", str(user.id)), address="198.51.100.1")
    assert not is_refused(session, name="anne.roy", address="198.51.100.1")


@pytest.mark.parametrize(("failures", "expected"), [(59, False), (60, True)])
def test_sixty_failures_close_an_address(session: Session, failures: int, expected: bool) -> None:
    for number in range(failures):
        fail(session, 1, name=f"name{number}")
    assert is_refused(session, name="someone") is expected
    assert not is_refused(session, name="someone", address="198.51.100.1")


@pytest.mark.parametrize(("minutes", "expected"), [(14, True), (15, False)])
def test_one_is_back_after_a_quarter_of_an_hour(session: Session, minutes: int, expected: bool) -> None:
    fail(session, 10)
    assert is_refused(session, at=NOW + minutes * MINUTE) is expected


def test_the_refusal_says_how_long_to_wait(session: Session) -> None:
    fail(session, 4, at=NOW - 5 * MINUTE)
    fail(session, 6)
    with pytest.raises(TooManyAttempts) as caught:
        begin_attempt(session, "anne", ADDRESS, NOW)
    assert caught.value.retry_after == 600
    assert caught.value.params == {"minutes": 10}


def test_a_refused_attempt_does_not_lengthen_the_wait(session: Session) -> None:
    fail(session, 10)
    assert all(is_refused(session, at=NOW + minute * MINUTE) for minute in range(15))
    assert not is_refused(session, at=NOW + 15 * MINUTE)


def test_a_success_clears_the_failures_of_the_account_not_of_the_address(session: Session) -> None:
    fail(session, 9)
    mark_success(session, begin_attempt(session, "anne", ADDRESS, NOW + MINUTE))
    fail(session, 9, at=NOW + 2 * MINUTE)
    assert not is_refused(session, at=NOW + 2 * MINUTE)
    for number in range(41):
        fail(session, 1, name=f"name{number}", at=NOW + 2 * MINUTE)
    assert is_refused(session, name="someone", at=NOW + 2 * MINUTE)


def test_attempts_sent_together_do_not_pass_the_limit(database: Database) -> None:
    def attempt(_number: int) -> bool:
        with writing(), unlimited_session(database.engine, today=TODAY) as session:
            refused = is_refused(session)
            session.commit()
            return refused

    with ThreadPoolExecutor(8) as pool:
        refusals = list(pool.map(attempt, range(40)))
    assert refusals.count(False) == 10


# ---- Who is let in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "password", "values", "opens"),
    [
        ("anne.roy", PASSWORD, {}, True),
        (" Anne.ROY ", PASSWORD, {}, True),
        ("anne@lyon.example", PASSWORD, {}, True),
        ("ANNE@lyon.example", PASSWORD, {}, True),
        ("anne.roy", PASSWORD + " ", {}, False),
        ("anne.roy", "", {}, False),
        ("anne.roy", "\0", {"password": quickly_hashed("\0")}, False),
        ("anne.roy", "", {"password": None}, False),
        ("anne.roy", PASSWORD, {"active": False}, False),
        ("anne.roy", PASSWORD, {"ends_on": TODAY}, True),
        ("anne.roy", PASSWORD, {"ends_on": TODAY - dt.timedelta(days=1)}, False),
        ("nobody", PASSWORD, {}, False),
        ("", PASSWORD, {}, False),
        ("anne.roy\0", PASSWORD, {}, False),
        ("' OR 1=1 --", PASSWORD, {}, False),
    ],
)
def test_who_is_let_in(session: Session, name: str, password: str, values: dict[str, object], opens: bool) -> None:
    user = make.UserFactory(username="anne.roy", email="anne@lyon.example", **{"password": STORED, **values})
    assert verified_user_id(session, name, password, TODAY) == (user.id if opens else None)


@pytest.mark.parametrize(("refuse_demo", "opens"), [(False, True), (True, False)])
def test_production_lets_no_demo_account_in(session: Session, refuse_demo: bool, opens: bool) -> None:
    make.UserFactory(username="ref5", email="ref5@demo.example", password=STORED)
    assert (verified_user_id(session, "ref5", PASSWORD, TODAY, refuse_demo=refuse_demo) is not None) is opens


@ON_SQLITE
def test_a_page_waits_for_no_other_writer(
    database: Database, session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    """The use of a session is noted at another time, and a page that reads takes no write lock."""
    client = client_as("mission")
    opened = session.scalars(select(UserSession)).one()
    opened.seen_at -= 2 * MINUTE
    session.commit()
    seen_at = opened.seen_at
    session.rollback()
    with writing(), database.engine.begin() as other:
        other.execute(select(LoginAttempt.id))
        assert client.get("/personnes/list/").status_code == 200
    session.refresh(opened)
    assert opened.seen_at == seen_at
    session.rollback()
    assert client.get("/personnes/list/").status_code == 200
    session.refresh(opened)
    assert opened.seen_at > seen_at


# ---- The page ---------------------------------------------------------------------------------------------------


@pytest.fixture
def anne(session: Session) -> None:
    make.UserFactory(username="anne", password=STORED, roles=["mission"])
    session.commit()


def sign_in(client: FlaskClient, password: str = PASSWORD, url: str = "/login/", name: str = "anne") -> TestResponse:
    return post(client, url, {"username": name, "password": password})


@ON_SQLITE
@pytest.mark.usefixtures("anne")
def test_signing_in_opens_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/personnes/list/?q=roy&page=2")
    assert asked.status_code == 302
    answer = sign_in(client, url=asked.location)
    assert (answer.status_code, answer.location) == (303, "/personnes/list/?q=roy&page=2")
    assert client.get("/personnes/list/").status_code == 200


@ON_SQLITE
@pytest.mark.usefixtures("anne")
def test_a_wrong_password_and_an_unknown_name_get_the_same_page(client: FlaskClient) -> None:
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, name="nobody")
    assert wrong.status_code == unknown.status_code == 422
    assert 'role="alert"' in wrong.text
    strip = lambda page: page.split("<form", 1)[0]  # noqa: E731  # what is around the form
    assert strip(wrong.text) == strip(unknown.text)
    assert client.get("/personnes/list/").status_code == 302


@pytest.mark.usefixtures("anne")
def test_the_eleventh_attempt_is_refused_even_with_the_right_password(client: FlaskClient) -> None:
    for _ in range(10):
        assert sign_in(client, "wrong").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert 'role="alert"' in answer.text


@ON_SQLITE
@pytest.mark.usefixtures("anne")
def test_the_session_before_signing_in_is_worth_nothing_after(client: FlaskClient) -> None:
    token = csrf_token(client)
    sign_in(client)
    assert client.post("/mon-compte/langue", data={"csrf_token": token, "language": "en"}).status_code == 400


@ON_SQLITE
@pytest.mark.usefixtures("anne")
def test_the_cookie_tells_nothing_and_the_database_holds_no_secret(client: FlaskClient, session: Session) -> None:
    sign_in(client)
    with client.session_transaction() as cookie:
        values = dict(cookie)
    assert set(values) <= {"sid", "csrf_token", "locale"}
    assert values["sid"] not in {row.sid_hash for row in session.scalars(select(UserSession))}
    assert "anne" not in {row.name_hash for row in session.scalars(select(LoginAttempt))}


@ON_SQLITE
@pytest.mark.usefixtures("anne")
def test_signing_out_kills_the_copied_cookie(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    copied = client.get_cookie("session")
    assert copied is not None
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/personnes/list/").status_code == 200
    assert post(client, "/logout/").status_code == 303
    assert client.get("/personnes/list/").status_code == 302
    assert thief.get("/personnes/list/").status_code == 302


@ON_SQLITE
def test_one_does_not_sign_out_by_get(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")
    assert client.get("/logout/").status_code == 405
    assert client.get("/personnes/list/").status_code == 200


@pytest.fixture
def production(database: Database) -> Iterator[Flask]:
    """A server of production behind one proxy, known by one name."""
    settings = settings_for(database.url, database.folder)
    settings = replace(settings, env=PRODUCTION, insecure_cookies=False, hosts=("mdo.example",), proxies=1)
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@ON_SQLITE
@pytest.mark.parametrize(
    ("host", "status"), [("mdo.example", 200), ("mdo.example:443", 200), ("evil.example", 400), ("x.mdo.example", 400)]
)
def test_production_answers_to_its_own_name(production: Flask, host: str, status: int) -> None:
    answer = production.test_client().get("/login/", base_url=f"https://{host}")
    assert answer.status_code == status
    assert "evil.example" not in answer.text


@ON_SQLITE
def test_attempts_are_counted_by_the_address_of_the_browser(production: Flask, session: Session) -> None:
    client = production.test_client()
    page = client.get("/login/", base_url="https://mdo.example").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    client.post(
        "/login/",
        data={"csrf_token": token, "username": "anne", "password": "wrong"},
        base_url="https://mdo.example",
        headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4", "Referer": "https://mdo.example/login/"},
    )
    assert [row.address for row in session.scalars(select(LoginAttempt))] == ["198.51.100.4"]


@ON_SQLITE
@pytest.mark.parametrize(("is_open", "starts"), [(True, False), (False, True)])
def test_production_does_not_start_on_the_demo(
    database: Database, session: Session, is_open: bool, starts: bool
) -> None:
    make.UserFactory(username="ref5", email="ref5@demo.example", active=is_open)
    session.commit()
    settings = replace(settings_for(database.url, database.folder), env=PRODUCTION)
    with contextlib.nullcontext() if starts else pytest.raises(SystemExit, match="ref5"):
        create_app(settings)


@ON_SQLITE
def test_production_cookies(production: Flask) -> None:
    answer = production.test_client().get("/login/", base_url="https://mdo.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@ON_SQLITE
@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/personnes/list/?q=a&page=2", "/personnes/list/?q=a&page=2"),
        ("/personnes/list/?q=%C3%A9", "/personnes/list/?q=%C3%A9"),
        ("", "/"),
        ("personnes/list/", "/"),
        ("//evil.example/x", "/"),
        ("///evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example/x", "/"),
        ("http:evil.example", "/"),
        ("https:///evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tevil", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("//localhost/x", "/"),
        ("http://[::1", "/"),
        ("/x#fragment", "/x"),
    ],
)
def test_after_signing_in_one_stays_on_the_site(app: Flask, target: str, expected: str) -> None:
    with app.test_request_context("/login/"):
        assert safe_target(target) == expected
