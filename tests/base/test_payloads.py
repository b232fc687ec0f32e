"""No live payload: what is typed in any text field is text wherever it is shown again."""

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import func, select
from wtforms import StringField, TextAreaField

from tests.access.forms import fields_of
from tests.access.world import build
from tests.base.pages import opened, refusals, summary
from tests.support import factories as make
from tests.support.application import account
from tests.support.calls import CallSittingFactory
from tests.support.events import EventPlacesFactory
from tests.support.forms import csrf_token, post
from tests.support.projects import BudgetLineFactory, PlanActionFactory, ProjectTemplateLineFactory
from views.base.view import BackofficeView

MARK = "zqx7"
PAYLOADS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' autofocus onfocus='{MARK}()",
    f"</textarea><svg onload={MARK}()>",
    f"</title><script>{MARK}()</script>",
    f"{{{{ {MARK}.__class__ }}}}{{% set {MARK}=7*7 %}}{{{{7*7}}}}",
    f"<a href=javascript:{MARK}()>x</a>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
)
ADDRESSES = (
    f"javascript:{MARK}()",
    f"JaVaScRiPt:{MARK}()",
    f"java\tscript:{MARK}()",
    f"\x01javascript:{MARK}()",
    f"data:text/html,<script>{MARK}()</script>",
    f"vbscript:{MARK}()",
    f'https://example.org/" onclick="{MARK}()',
    f"//example.org/{MARK}",
)
SCHEMES = re.compile(r"^[\s\x00-\x20]*(javascript|data|vbscript)\s*:", re.IGNORECASE)
LINKS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "data-lookup")


def live(page: str) -> list[str]:
    """What of the payloads a browser would run on this page."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in {"script", "svg", "img", "style", "iframe"} and MARK in html.tostring(element).decode():
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or (name in LINKS and (SCHEMES.match(value) or value.startswith("//"))):
                found.append(f"{element.tag} {name}={value}")
    return found


@pytest.mark.parametrize(
    ("page", "is_live"),
    [
        (f"<p>&lt;script&gt;{MARK}()&lt;/script&gt;</p>", False),
        (f"<input value='javascript:{MARK}()'>", False),
        (f"<script>{MARK}()</script>", True),
        (f"<p onclick='{MARK}()'>x</p>", True),
        (f"<a href='javascript:{MARK}()'>x</a>", True),
        (f"<a href=' JavaScript:{MARK}()'>x</a>", True),
        (f"<a href='data:text/html,{MARK}'>x</a>", True),
        (f"<p><img src=x onerror={MARK}()></p>", True),
    ],
)
def test_the_reading_sees_what_runs(page: str, is_live: bool) -> None:
    assert bool(live(f"<html><body>{page}</body></html>")) is is_live


def forms_of(app: Flask):
    """The views that have forms, with the names of their text fields and of their web addresses."""
    for view in app.appbuilder.baseviews:
        if not isinstance(view, BackofficeView) or "edit" in view.exclude_route_methods:
            continue
        with app.test_request_context():
            form = view.form_type(meta={"csrf": False})
        texts = [
            item.name
            for item in form
            if isinstance(item, StringField | TextAreaField) and item.name in view.form_fields
            and item.render_kind in {"text", "textarea", "url", "email"}
        ]  # fmt: skip
        yield view, texts


def turns_of(texts: list[str]) -> Iterator[dict[str, str]]:
    """What the text fields of a form are given, each time another payload."""
    for turn in range(len(PAYLOADS) + len(ADDRESSES)):
        given = {}
        for place, name in enumerate(texts):
            is_address = name.endswith("_url") or name == "website"
            payloads = (*PAYLOADS, *ADDRESSES) if is_address else PAYLOADS
            if turn < len(payloads):
                given[name] = payloads[(turn + place) % len(payloads)]
        if given:
            yield given


@pytest.mark.parametrize(
    ("database", "turns"),
    [
        pytest.param("sqlite", 2, id="sqlite"),
        pytest.param("sqlite", None, id="sqlite-all", marks=pytest.mark.night),
        pytest.param("postgresql", None, id="postgresql-all", marks=pytest.mark.night),
    ],
    indirect=["database"],
)
def test_no_typed_text_runs_on_any_page(app, session, client_as, turns):
    """Each text field of each form takes payloads in turn, saved or refused; then every page that shows it is read.

    All texts of a form take one at once; those that are refused are read in the refusal, then left as they were.
    """
    world, admin = build(session, account("ref5")), account("admin")
    make.SavedViewFactory(user=admin)  # one's own alone are edited
    # The network's, of no arrondissement.
    make.TopicFactory(proposer=admin)
    make.MeetingSeriesFactory()
    make.SchoolHolidayFactory()
    for factory in (PlanActionFactory, BudgetLineFactory, ProjectTemplateLineFactory, CallSittingFactory):
        factory()
    EventPlacesFactory()
    kept = {type(row).__name__: row.id for row in world.own.values()}
    client, wrong, saved = client_as(admin), [], 0
    views, token = list(forms_of(app)), csrf_token(client)
    assert len(views) > 9
    for view, texts in views:
        model = view.model.__name__
        row_id = kept.get(model) or session.scalar(select(func.max(view.model.id)))
        session.commit()
        address = f"{view.route_base}/edit/{row_id}"
        fields = opened(client, address)
        for given in islice(turns_of(texts), turns):
            taking = given
            while taking:
                answer = client.post(address, data=fields | taking | {"csrf_token": token})
                assert answer.status_code in {302, 422}, (address, taking)
                if answer.status_code == 422:
                    wrong += [(address, taking, fault) for fault in live(answer.get_data(as_text=True))]
                    refused = taking.keys() & refusals(answer).keys()
                    assert refused, (address, taking, summary(answer))
                    taking = {name: payload for name, payload in taking.items() if name not in refused}
                    continue
                saved += len(taking)
                page = client.get(address).get_data(as_text=True)
                fields = fields_of(page)
                page_of_record = client.get(f"{view.route_base}/show/{row_id}").get_data(as_text=True)
                wrong += [(address, taking, fault) for fault in (*live(page), *live(page_of_record))]
                break
    assert saved > (50 if turns else 100)
    wrong += [(path, fault) for path in _pages_that_show(views, client) for fault in live(_text(client, path))]
    assert wrong == []


def _text(client, path: str) -> str:
    answer = client.get(path, follow_redirects=True)  # a table of one row has no list
    assert answer.status_code == 200, path
    return str(answer.get_data(as_text=True))


def _pages_that_show(views, client):
    for view, _ in views:
        names = ",".join(column.name for column in view.columns)
        yield f"{view.route_base}/list/?cols={names}&size=100"
        yield f"{view.route_base}/list/?q=%3Cscript%3E{MARK}%3C/script%3E"
        yield f"{view.route_base}/list/?q=%22%20onfocus%3D%22{MARK}()"
    yield "/journal/list/?size=100"
    journal = html.fromstring(client.get("/journal/list/?size=100").get_data(as_text=True))
    yield from dict.fromkeys(journal.xpath('//a[starts-with(@href, "/journal/show/")]/@href')[:60])
    yield "/mandats/add"
    yield "/personnes/enrol"


def test_a_new_row_with_payloads_everywhere_does_not_run(app, session, client_as):
    """The pages of a row created with payloads in all its texts: record, history, lists, confirmation, form."""
    client = client_as("mission")
    data = {"last_name": PAYLOADS[1], "first_name": PAYLOADS[0], "gender": "unknown", "address": PAYLOADS[2]}
    answer = post(client, "/personnes/add", data | {"city": PAYLOADS[5], "guardian_name": PAYLOADS[3]})
    assert answer.status_code == 302
    record = answer.headers["Location"]
    row_id = record.rsplit("/", 1)[1]
    for path in (
        record,
        f"/personnes/edit/{row_id}",
        f"/personnes/delete/{row_id}",
        "/personnes/list/",
        "/journal/list/",
    ):
        page = _text(client, path)
        assert live(page) == []
    assert "{{7*7}}" in html.fromstring(_text(client, record)).text_content()
    lookup = client.get("/mandats/lookup/person?q=img")
    assert lookup.mimetype == "application/json"
    asked = post(client, "/personnes/bulk", {"action": "delete", "rowid": row_id})
    assert live(asked.get_data(as_text=True)) == []


@pytest.mark.parametrize("value", ADDRESSES)
def test_a_web_address_is_a_link_only_when_it_is_one(session, client_as, value):
    """Whatever the column holds (an import may have written it), a dangerous address is shown as text."""
    row = make.OrganisationFactory(name="Les Amis", website=value)
    session.commit()
    client = client_as("mission")
    for path in (f"/organisations/show/{row.id}", "/organisations/list/?cols=name,website"):
        assert live(_text(client, path)) == []
