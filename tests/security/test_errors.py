"""An error is a page that says what to do, with a number; the log has one line for it, without what was stored."""

import errno
import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from mdo.kernel.base.errors import OutOfScope, RuleViolation
from tests.support import ON_SQLITE
from tests.support.application import application_on
from tests.support.databases import Database
from views.base.database import db
from views.security.errors import PAGES
from views.security.logs import OneLineFormatter, one_line

FRENCH = {"Accept-Language": "fr"}
SECRET = "UPDATE person SET email = 'anne@lyon.example'"


def raised(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


FAILURES: dict[str, tuple[Exception, int]] = {
    "value": (ValueError("x"), 500),
    "too-large": (OverflowError("x"), 500),
    "bad-text": (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), 500),
    "refused-value": (DataError(SECRET, {"email": SECRET}, Exception(SECRET)), 500),
    "duplicate": (IntegrityError(SECRET, {"email": SECRET}, Exception(SECRET)), 409),
    "stale": (StaleDataError("x"), 409),
    "no-database": (OperationalError(SECRET, {"email": SECRET}, Exception(SECRET)), 503),
    "no-connection": (PoolTimeout(), 503),
    "rule": (RuleViolation("The end comes before the start."), 400),
    "scope": (OutOfScope("outside"), 403),
}


@pytest.fixture(scope="module")
def failing_applications() -> Callable[[Database], Flask]:
    """Gives the application with a route for each failure, created once for each database."""
    created: dict[str, Flask] = {}

    def of(database: Database) -> Flask:
        if database.url not in created:
            app = created[database.url] = application_on(database)
            app.testing = False  # the pages of errors are what is looked at
            for name, (error, _) in FAILURES.items():
                app.add_url_rule(f"/fail/{name}", f"PublicView.{name}", raised(error))
            for status in PAGES:
                app.add_url_rule(f"/status/{status}", f"PublicView.{status}", lambda status=status: fail_with(status))
        return created[database.url]

    return of


@pytest.fixture(autouse=True)
def room_again(app: Flask) -> Iterator[None]:
    """The application remembers for a minute that it had no room."""
    yield
    app.extensions.pop("mdo_full_at", None)


def fail_with(status: int) -> NoReturn:
    """Werkzeug knows no error for a lack of room: it comes from what writes."""
    if status == 507:
        raise OSError(errno.ENOSPC, "No space left on device")
    abort(status)


@pytest.fixture
def failing(database: Database, failing_applications: Callable[[Database], Flask]) -> FlaskClient:
    """Someone before an application that fails where it is told to."""
    return failing_applications(database).test_client()


@ON_SQLITE
def test_each_failure_has_its_page(failing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for name, (_, status) in FAILURES.items():
        caplog.clear()
        answer = failing.get(f"/fail/{name}", headers={"Accept-Language": "fr"})
        assert answer.status_code == status, name
        assert answer.mimetype == "text/html"
        assert SECRET not in answer.text
        assert "anne@lyon.example" not in answer.text + caplog.text
        assert '<html lang="fr"' in answer.text
        incident = re.search(r"incident=([0-9a-f]{8}) ", caplog.text)
        assert incident is not None, name
        assert incident.group(1) in answer.text


@ON_SQLITE
@pytest.mark.parametrize("failure", ["too-large", "bad-text", "refused-value"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 500),
        ("q=marie", 500),
        ("f_instance=2147483647", 500),
        ("q=0612345678", 500),
        ("f_instance=2147483648", 400),
        ("page=" + "9" * 3000, 400),
        ("q=a%00b", 400),
        ("a%00b=1", 400),
    ],
)
def test_a_value_that_no_column_holds_is_the_fault_of_who_sent_it(
    failing: FlaskClient, failure: str, query: str, status: int
) -> None:
    assert failing.get(f"/fail/{failure}?{query}").status_code == status


@ON_SQLITE
def test_each_status_has_its_page(failing: FlaskClient) -> None:
    for status in PAGES:
        answer = failing.get(f"/status/{status}")
        assert answer.status_code == status
        assert "<h1>" in answer.text
        assert "Content-Security-Policy" in answer.headers


@ON_SQLITE
def test_a_page_that_waits_says_when_to_come_back(failing: FlaskClient) -> None:
    assert int(failing.get("/fail/no-database").headers["Retry-After"]) > 0


@ON_SQLITE
def test_what_is_too_large_is_refused_with_the_limit(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")
    body = b"x" * (20 * 1024 * 1024 + 1)
    answer = client.post("/import/people", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@ON_SQLITE
def test_a_form_of_many_rows_passes(client_as: Callable[..., FlaskClient]) -> None:
    """Flask's own limit is a thousand parts: a bulk action on more rows would be refused."""
    client = client_as("mission")
    data = {"rowid": [str(number) for number in range(2000)]}
    assert client.post("/personnes/bulk", data=data, content_type="multipart/form-data").status_code == 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nINFO forged", "a\\nINFO forged"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u2028b\u0085c", "a\\u2028b\\x85c"),
        ("été", "été"),
    ],
)
def test_one_event_is_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", (text,), None)
    assert OneLineFormatter("%(message)s").format(record) == expected


@ON_SQLITE
def test_a_path_cannot_forge_a_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.get("/x%0a2026-11-24 ERROR forged")
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert any("forged" in record.getMessage() for record in caplog.records)


@ON_SQLITE
def test_a_dead_address_of_a_calendar_is_logged_without_its_secret(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    secret = secrets.token_urlsafe(32)
    for address in (f"/calendrier/{secret}.ics", f"/calendrier/{secret}", f"/imports/{secrets.token_hex(24)}/x"):
        client.get(address)
    assert len(caplog.records) >= 2
    assert secret not in caplog.text
    assert "/calendrier/….ics" in caplog.text


# ---- Without the database --------------------------------------------------------------------------------------------


@contextmanager
def without_database(app: Flask) -> Iterator[None]:
    """Every connection is refused, as when the server of the database is down."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OperationalError(SECRET, {}, Exception("connection refused"))

    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", refuse)


def check_frame(page: str, status: int) -> None:
    """In French, one heading, a way back, the number, the words of what to do."""
    assert '<html lang="fr"' in page
    assert page.count("<h1>") == 1
    assert 'href="/"' in page
    assert re.search(rf"Erreur {status}, numéro [0-9a-f]{{8}}\.", page)
    assert 'class="topbar"' in page
    assert "/accessibilite" in page
    assert SECRET not in page


@ON_SQLITE
@pytest.mark.parametrize("status", [status for status in PAGES if status != 503])
def test_a_page_of_errors_needs_no_database_before_sign_in(failing: FlaskClient, status: int) -> None:
    """Nobody has a cookie of a session: no one is looked up."""
    with without_database(failing.application):
        answer = failing.get(f"/status/{status}", headers=FRENCH)
    assert answer.status_code == status
    check_frame(answer.text, status)


@ON_SQLITE
@pytest.mark.parametrize("address", ["/", "/personnes/list/", "/nowhere", "/aide", "/mon-compte/", "/recherche?q=x"])
def test_a_signed_in_reader_is_told_that_the_database_is_away(
    app: Flask, client_as: Callable[..., FlaskClient], address: str
) -> None:
    client = client_as("mission")
    assert client.get("/").status_code == 200
    with without_database(app):
        answer = client.get(address, headers=FRENCH)
        posted = client.post(address, headers=FRENCH)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    check_frame(answer.text, 503)
    assert f'href="{address}"' in answer.text  # try again
    assert posted.status_code in (400, 503)
    check_frame(posted.text, posted.status_code)


@ON_SQLITE
@pytest.mark.parametrize("status", PAGES)
def test_the_frame_of_a_known_reader_asks_the_database_for_nothing(
    app: Flask, client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """The database goes away once the reader is known: menu and account are there all the same."""
    client = client_as("mission")
    with ExitStack() as away:

        def fail() -> None:
            db.session.close()
            away.enter_context(without_database(app))
            fail_with(status)

        monkeypatch.setitem(app.view_functions, "HomeView.index", fail)
        answer = client.get("/", headers=FRENCH)
    assert answer.status_code == status
    check_frame(answer.text, status)
    assert 'id="menu"' in answer.text
    assert "account__button" in answer.text


@ON_SQLITE
@pytest.mark.parametrize("status", PAGES)
def test_an_error_behind_an_error_does_not_hide_it(
    app: Flask, client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """The frame itself fails: the page has no look, and still says what happened."""

    def fail() -> None:
        raise ZeroDivisionError

    client = client_as("mission")
    monkeypatch.setitem(app.view_functions, "HomeView.index", lambda: fail_with(status))
    monkeypatch.setitem(app.template_context_processors, None, [fail])
    answer = client.get("/", headers=FRENCH)
    assert answer.status_code == status
    assert answer.text.count("<h1>") == 1
    assert re.search(rf"Erreur {status}, numéro [0-9a-f]{{8}}\.", answer.text)
    assert 'href="/"' in answer.text


# ---- The way back ----------------------------------------------------------------------------------------------------


@ON_SQLITE
@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("http://localhost/personnes/list/?q=a&page=2", "/personnes/list/?q=a&amp;page=2"),
        ("http://localhost/nowhere", None),  # the page that failed
        ("http://localhost/mandats/renew", None),  # answers forms alone
        ("https://evil.example/personnes/list/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_error_leads_back_to_where_one_came_from(client: FlaskClient, referrer: str, expected: str | None) -> None:
    page = client.get("/nowhere", headers={"Referer": referrer, **FRENCH}).text
    assert ("Revenir à la page précédente" in page) is (expected is not None)
    if expected is not None:
        assert f'href="{expected}"' in page
    assert "evil.example" not in page
