"""No English and no word of a machine reaches a French reader: every refusal of every form, what libraries say.

The browser asks the same of each open state (tests/browser), `tests/security/test_routes.py` of each route.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_appbuilder
import pytest
import wtforms
from babel.messages.mofile import read_mo
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext  # noqa: TID251  # what Flask-AppBuilder itself calls
from lxml import html
from sqlalchemy.orm import Session

from tests.support import ON_SQLITE
from tests.support.forms import csrf_token, kind_of
from tests.support.french import odd_texts, texts_of
from tests.support.routes import last_id, one_row_of_each, routes, view_named
from views.base.fab_words import FAB_WORDS

FRENCH = {"Accept-Language": "fr"}
# What a person may type where it does not belong.
_FIELDS = "//main//form[@method='post']//*[@name and not(self::button)]"
_KEPT = {"csrf_token", "opened", "next"}
GARBAGE = ("", "x", "31/02/2026", "-1", "99999999999999999999", "x" * 20_000)


@ON_SQLITE
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.night)], ids=["of each kind", "all"])
def test_every_refusal_of_a_form_speaks_french(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], every: bool
) -> None:
    """Each form with nothing, then with garbage in every field: the words of WTForms and of its validators.

    By day, a form whose kinds of fields others have shown gets nothing, then one sort of garbage.
    """
    one_row_of_each()
    client = client_as("admin")
    token = csrf_token(client)
    odd: dict[str, Any] = {}
    refused = 0
    kinds: set[tuple[str, ...]] = set()
    for turn, route in enumerate(routes(app)):
        if not {"GET", "POST"} <= route.verbs or route.method in {"delete", "import_file"}:
            continue
        address = route.address(last_id(session, view_named(app, route.view)), "instances")
        opened = client.get(address)
        if opened.status_code != 200:
            continue
        page = html.fromstring(opened.get_data(as_text=True))
        fields = {item.get("name"): item.get("value", "") for item in page.xpath(_FIELDS)}
        found_kinds = {kind_of(item) for item in page.xpath(_FIELDS)}
        values = GARBAGE if every or not found_kinds <= kinds else ("", GARBAGE[1 + turn % (len(GARBAGE) - 1)])
        kinds |= found_kinds
        for value in values:
            data = {name: kept if name in _KEPT else value for name, kept in fields.items()}
            answer = client.post(address, data={**data, "csrf_token": token}, headers=FRENCH)
            refused += answer.status_code == 422
            assert answer.status_code < 500, (address, value[:20])
            if answer.mimetype == "text/html" and answer.status_code not in {302, 303}:
                found = [text for text in odd_texts(texts_of(answer.get_data(as_text=True))) if "xxxx" not in text]
                if found:
                    odd[f"{address} with {value[:12]!r}"] = found
    assert odd == {}
    assert refused > 30


@ON_SQLITE
@pytest.mark.parametrize("address", ["/nowhere", "/personnes/show/999999", "/comptes/add", "/import/x"])
def test_error_pages_speak_french(client_as: Callable[..., FlaskClient], address: str) -> None:
    answer = client_as("ref5").get(address, headers=FRENCH)
    assert answer.status_code in {403, 404}
    assert odd_texts(texts_of(answer.get_data(as_text=True))) == []


# ---- Flask-AppBuilder and WTForms -------------------------------------------------------------------------------

# The modules of Flask-AppBuilder whose code our views run, or inherit.
FAB_MODULES = ("const", "baseviews", "views", "validators", "fields", "forms")


def messages_of(module: str) -> Iterator[str]:
    """The messages that a module of Flask-AppBuilder translates."""
    path = Path(inspect.getfile(flask_appbuilder)).parent / f"{module}.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in {"gettext", "lazy_gettext"} and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_what_flask_appbuilder_may_say_is_in_our_catalogue() -> None:
    assert {message for module in FAB_MODULES for message in messages_of(module)} == set(FAB_WORDS)


@ON_SQLITE
def test_our_french_stands_before_the_stale_one_of_flask_appbuilder(app: Flask) -> None:
    ours = Path(app.root_path) / "translations" / "fr" / "LC_MESSAGES" / "messages.mo"
    with ours.open("rb") as file:
        catalogue = read_mo(file)
    with app.test_request_context(), force_locale("fr"):
        assert {message: gettext(message) for message in FAB_WORDS} == {
            message: catalogue[message].string for message in FAB_WORDS
        }
        assert odd_texts(gettext(message) for message in FAB_WORDS) == []


@ON_SQLITE
def test_wtforms_knows_french_for_all_that_our_forms_may_say(app: Flask) -> None:
    folder = Path(inspect.getfile(wtforms)).parent
    with (folder / "locale" / "fr" / "LC_MESSAGES" / "wtforms.mo").open("rb") as file:
        known = {message.id for message in read_mo(file) if isinstance(message.id, str)}
    sources = [path.read_text(encoding="utf-8") for path in (Path(app.root_path) / "views").rglob("*.py")]
    used = {
        name.strip() for text in sources for line in re.findall(r"from wtforms\.validators import (.+)", text)
        for name in line.split(",")
    }  # fmt: skip
    validators = {name: inspect.getsource(getattr(wtforms.validators, name)) for name in used}
    said = {text for source in validators.values() for text in re.findall(r'field\.gettext\("([^"]+)"\)', source)}
    assert len(said) > 3
    assert said - known == set()
