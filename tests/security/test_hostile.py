"""Whatever is written in an address or in a form, the answer is a page: no failure, no SQL, no live payload."""

from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import ON_SQLITE
from tests.support.forms import csrf_token, kind_of
from tests.support.routes import last_id, one_row_of_each, routes, view_named

SCRIPT = "<script>alert(1)</script>"
VALUES = (
    "abc",
    "-1",
    "9" * 23,
    "2147483648",
    "1e400",
    "²٣",
    "a\0b\x0b\x1f\x7f",
    "\ufffe\u202e\u200b",
    "31/02/2026",
    "99999-01-01",
    "' OR 1=1 --\\",
    '"NEAR(a b)*%_',
    SCRIPT + "{{7*7}}%(x)s%s{0}",
    "é" * 300,
    "__None",
)
IN_ADDRESSES = ("2147483648", "9" * 5000, "a\0b\ufffe%_")
IN_FORMS = ("9" * 23, "1e400", "a\0b\x1f", "31/02/2026", SCRIPT, "é" * 3000)
READ_ARGUMENTS = ("q", "page", "size", "order", "cols")
LIST_ARGUMENTS = (*READ_ARGUMENTS, "next", "_method", "endpoint", "_l_", "_external")
TELLTALE = (
    "Traceback",
    "sqlalchemy",
    "psycopg",
    "sqlite3",
    "[SQL",
    "SELECT ",
    "INSERT INTO",
    "/work/",
    "site-packages",
)
# How much of a product of values and routes is asked for.
ONE, KINDS, ALL = "one", "kinds", "all"
ALL_ON_BOTH = [
    pytest.param("postgresql", ALL, id="postgresql-all", marks=pytest.mark.night),
    pytest.param("sqlite", ALL, id="sqlite-all", marks=pytest.mark.night),
]
BY_TIER = pytest.mark.parametrize(
    ("database", "share"),
    [
        pytest.param("postgresql", ONE, id="postgresql-one"),
        pytest.param("postgresql", KINDS, id="postgresql-kinds", marks=pytest.mark.night),
        *ALL_ON_BOTH,
    ],
    indirect=["database"],
)
"""One value in turn at each commit; at night all of them for what is of a new kind, then the whole product."""
IN_TURN = pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.night)], ids=["in turn", "all"])


def fault_of(answer: Any) -> str:
    """What is wrong with an answer, in a word; empty when nothing is."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    return next((word for word in (*TELLTALE, SCRIPT) if word in page), "")


def arguments_of(view: Any) -> Iterator[str]:
    yield from LIST_ARGUMENTS
    for item in getattr(view, "filters", ()):
        yield from (item.argument, f"{item.argument}_from", f"{item.argument}_to")


@BY_TIER
def test_hostile_addresses(app: Flask, session: Session, client_as: Callable[..., FlaskClient], share: str) -> None:
    """By the widest reader."""
    assert wrong_addresses(app, session, client_as, "admin", share) == {}


@pytest.mark.parametrize(
    ("database", "share"),
    [pytest.param("postgresql", ONE, id="postgresql-one", marks=pytest.mark.slow), *ALL_ON_BOTH],
    indirect=["database"],
)
@pytest.mark.parametrize("who", [pytest.param("direction", marks=pytest.mark.night), "ref5", "elu5"])
def test_hostile_addresses_of_the_others(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], who: str, share: str
) -> None:
    assert wrong_addresses(app, session, client_as, who, share) == {}


def wrong_addresses(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], who: str, share: str
) -> dict[str, str]:
    one_row_of_each()
    client = client_as(who)
    wrong = {}
    tried: set[str] = set()
    turns = cycle(VALUES)
    for route in routes(app):
        if "GET" not in route.verbs or route.method == "export":
            continue
        view = view_named(app, route.view)
        is_read_from_arguments = route.method in ("list", "lookup")
        values = VALUES if is_read_from_arguments or "<" in route.rule.rule else IN_ADDRESSES
        kinds = {route.method, *(type(item).__name__ for item in getattr(view, "filters", ()))}
        if share == ONE or (share == KINDS and kinds <= tried):
            values = (next(turns),)
        tried |= kinds
        for value in values:
            pk = last_id(session, view) if is_read_from_arguments else value
            fault = fault_of(
                client.get(route.address(pk, value), query_string=dict.fromkeys(arguments_of(view), value))
            )
            if fault:
                wrong[f"{route.rule.rule} {value[:20]!r}"] = fault
    return wrong


@BY_TIER
def test_one_hostile_argument_among_good_ones(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], share: str
) -> None:
    """All at once, one bad argument could hide another. By `make test` a kind of argument is tried on one list."""
    one_row_of_each()
    client = client_as("admin")
    wrong = {}
    tried: set[str] = set()
    turns = cycle(IN_ADDRESSES)
    for route in routes(app):
        if route.method != "list":
            continue
        view = view_named(app, route.view)
        kinds = {item.argument: type(item).__name__ for item in getattr(view, "filters", ())}
        for name in sorted({*arguments_of(view)} - {*LIST_ARGUMENTS} | {*READ_ARGUMENTS}):
            kind = kinds.get(name.removesuffix("_from").removesuffix("_to"), name)
            values = IN_ADDRESSES if share == ALL or kind not in tried else tuple(islice(turns, share == KINDS))
            tried.add(kind)
            for value in values:
                fault = fault_of(client.get(route.address(), query_string={name: value}))
                if fault:
                    wrong[f"{route.rule.rule}?{name}={value[:20]!r}"] = fault
    assert wrong == {}


@ON_SQLITE
@IN_TURN
def test_hostile_arguments_of_an_export(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], every: bool
) -> None:
    one_row_of_each()
    client = client_as("admin")
    wrong = {}
    values = ("abc", "9" * 23, "\0")
    turns = cycle(values)
    for route in routes(app):
        if route.method == "export":
            for value in values if every else islice(turns, 1):
                arguments = dict.fromkeys(arguments_of(view_named(app, route.view)), value)
                fault = fault_of(client.get(route.address(), query_string=arguments))
                if fault:
                    wrong[f"{route.rule.rule} {value[:20]!r}"] = fault
    assert wrong == {}


def form_of(page: str) -> lxml.html.FormElement | None:
    """The main form of a page."""
    document = lxml.html.document_fromstring(page)
    return next((form for form in document.forms if "form-page" in (form.get("class") or "")), None)


def fields_of(page: str) -> dict[str, list[str]]:
    """The fields of the main form of a page, as a browser would send them back."""
    form = form_of(page)
    if form is None:
        return {}
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    for control in form.inputs:
        if control.name and getattr(control, "type", "") not in ("submit", "button"):
            fields.setdefault(control.name, [])
    return fields


def kinds_of(page: str) -> dict[str, tuple[str, ...]]:
    """What each field of the main form of a page is."""
    form = form_of(page)
    return {} if form is None else {item.name: kind_of(item) for item in form.inputs if item.name}


@pytest.mark.parametrize(
    ("database", "share", "least"),
    [
        pytest.param("postgresql", ONE, (100, 5), id="postgresql-one"),
        pytest.param("postgresql", KINDS, (300, 60), id="postgresql-kinds", marks=pytest.mark.night),
        pytest.param("postgresql", ALL, (500, 100), id="postgresql-all", marks=pytest.mark.night),
        pytest.param("sqlite", ALL, (500, 100), id="sqlite-all", marks=pytest.mark.night),
    ],
    indirect=["database"],
)
def test_hostile_values_in_forms_and_what_they_become(
    app: Flask,
    session: Session,
    client_as: Callable[..., FlaskClient],
    share: str,
    least: tuple[int, int],
) -> None:
    """A field of each kind takes all the values, and another of each form one; at night first each of them one."""
    one_row_of_each()
    client = client_as("admin")
    token = csrf_token(client)
    wrong, sent, saved = {}, 0, 0
    tried: set[tuple[str, ...]] = set()
    turns, places = cycle(IN_FORMS), count()
    for route in list(routes(app)):
        if (
            not {"GET", "POST"} <= route.verbs
            or route.method in ("login", "delete", "password")
            or route.view == "ImportView"
        ):
            continue
        address = route.address(last_id(session, view_named(app, route.view)))
        page = client.get(address).get_data(as_text=True)
        fields, kinds = fields_of(page), kinds_of(page)
        turn = next(places) % max(len(fields), 1)
        for place, name in enumerate(fields):
            if share == ALL or kinds[name] not in tried:
                values = IN_FORMS
            else:
                values = tuple(islice(turns, share == KINDS or place == turn))
            tried.add(kinds[name])
            for value in values:
                answer = client.post(
                    address, data={**fields, name: [value], "csrf_token": token} if name != "csrf_token" else {}
                )
                sent += 1
                fault = fault_of(answer)
                if fault:
                    wrong[f"{route.rule.rule} {name}={value[:20]!r}"] = fault
                if answer.status_code == 302:
                    # Opened again: the form of before would only be asked about what this one changed.
                    saved += 1
                    again = fields_of(client.get(address).get_data(as_text=True))
                    fields = {**fields, "opened": again.get("opened", [])}
    assert (sent > least[0], saved > least[1]) == (True, True), (sent, saved)
    assert wrong == {}
    for route in routes(app):
        if "GET" in route.verbs:
            answer = client.get(route.address(last_id(session, view_named(app, route.view))))
            assert fault_of(answer) == "", route.rule.rule


@ON_SQLITE
@IN_TURN
def test_hostile_bulk_actions(app: Flask, session: Session, client_as: Callable[..., FlaskClient], every: bool) -> None:
    """By day each route takes some of the values in turn."""
    one_row_of_each()
    client = client_as("admin")
    token = csrf_token(client)
    wrong = {}
    turns = cycle((*VALUES, "9" * 5000))
    for route in routes(app):
        if route.verbs == {"POST"}:
            for value in (*VALUES, "9" * 5000) if every else islice(turns, 5):
                data = {
                    "csrf_token": token,
                    "action": value,
                    "rowid": [value, value],
                    "confirmed": value,
                    "next": value,
                }
                for address in (route.address(), route.address(value)):
                    fault = fault_of(client.post(address, data=data))
                    if fault:
                        wrong[f"{address[:60]} {value[:20]!r}"] = fault
                    token = csrf_token(client) if route.method == "logout" else token
    assert wrong == {}


@ON_SQLITE
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/%00", 404),
        ("/personnes/show/%00", 404),
        ("/personnes/show/1%0a<b>FORGED", 404),
        ("/personnes/show/99999999999999999999999", 404),
        ("/personnes/show/-1", 404),
        ("/personnes/list", 308),
        ("//personnes//list/", 302),
        ("/static/../config.py", 404),
        ("/static/%2e%2e/config.py", 404),
        ("/personnes/list/?q=%ff%fe", 200),
        ("/personnes/list/?%ff=%ff", 200),
    ],
)
def test_odd_paths(client_as: Callable[..., FlaskClient], path: str, status: int) -> None:
    answer = client_as("admin").get(path)
    assert answer.status_code == status
    assert "<b>FORGED" not in answer.get_data(as_text=True)


@ON_SQLITE
@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({"Cookie": "session=forged.cookie.value"}, None),
        ({"Cookie": "session=" + "x" * 5000}, None),
        ({"Accept-Language": "xx;q=9999, \x01"}, None),
        ({"Accept": "*/*;q=" + "9" * 400}, None),
        ({"Content-Type": "multipart/form-data"}, b"--x"),
        ({"Content-Type": "application/json"}, b"{"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"%" * 100 + b"=%zz&&&=;" * 50),
        ({"Range": "bytes=0-"}, None),
        ({"If-None-Match": "*"}, None),
        ({"X-HTTP-Method-Override": "DELETE"}, None),
    ],
)
def test_odd_requests(client: FlaskClient, headers: dict[str, str], data: bytes | None) -> None:
    verb = "GET" if data is None else "POST"
    answer = client.open("/login/", method=verb, headers=headers, data=data)
    assert answer.status_code in (200, 400, 415, 422)
