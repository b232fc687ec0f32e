"""Every route: who may open it, that nothing changes without a token or by GET, the headers and words of its answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mdo.kernel.rights.roles import pairs_of
from models.base import metadata
from models.calendar import CalendarFeed
from models.meetings import Meeting
from tests.support import ON_SQLITE
from tests.support.forms import csrf_token, post
from tests.support.french import odd_texts, texts_of
from tests.support.routes import Route, last_id, one_row_of_each, routes, view_named

ROLES = ("admin", "responsable", "mission", "direction", "ref5", "saisie5", "elu5", "stagiaire", "dpo")

# What a method of a view asks for, written by hand: a new one must be added here.
PERMISSION = {
    name: right
    for right, names in {
        "can_edit": """
            criteria_to_lots criteria_of_lot reasons visa cell all_present put_off take_up returned remind
            remind_page remind_letter member_calendar renew_calendar revoke_calendar edit version renew end
            change_state say_ready say_morning known_visitor schedule decline committee sign transmit notify decide
            accept repay waive withdraw put_back handover replace change publish send issue receive mark_checked
            send_to_payment pay reply follow put_on_agenda choose_agenda confirm update give_password close_sessions
            mark head_count convene add_line visitor line remove cancel make attach change_document finish_document
            sign_document sheet marks try_template trial trial_file keep choose compose send_trial send_all again
            reply_links close settle share count add_item edit_item move_item delete_item save_notes establish_plan
            recompute_plan save_steps add_decision add_action act add_contact edit_contact delete_contact criteria
            edit_opinion delete_opinion round delete_round make_paper make_sheet retain offer_regularisation
            regularise justify open close_filing close reopen_filing file admit examine buy subsidise link_order
            realise receive_report take_place refuse_entry abandon adopt take_back declare grid grid_file grid_back
            write_minutes start resume pause give_up reopen lay_down reach
            open_registrations hold_event close_registrations call_off prepare_again confirm_place confirm_address
            cancel_registration register_again
        """,
        "can_delete": "destroy_sheets delete merge_rows destroy_document delete_decision delete_action",
        "can_list": "list grids board bulk_action take waiting told conflicts meeting_file advise alike never",
        "can_show": """
            show rights lookup open_data replies roll_call worker paper message document morning progress
            result_file template_file plan_ics choices receipt public_sheet
        """,
        "can_add": """
            add enrol create load preview usual apply launch filing_workbook export_import add_lot add_taken_over
            add_subsequent
        """,
        "can_export": """
            contract_file period_file released_file export export_to_edit export_table write_to_body
            write_to_meeting members plan_excel analysis note paper_of_all letters mailing for_deliberation
            open_data_csv open_data_json open_data_pictures certificates leaflet evaluation_form never_export
        """,
        "can_oversee": "export_shared",
        "can_undo": "undo_entry restore_row",
    }.items()
    for name in names.split()
}
OF_EVERYONE = {
    ("AuthView", "login"),
    *((view, "read") for view in ("FeedFileView", "LiveLinkFileView")),
    ("FeedFileView", "of_body"),
    ("ReplyView", "page"),
    ("EventPageView", "page"),
    ("RegistrationLinkView", "page"),
    ("PreferenceView", "language"),
    ("PreferenceView", "theme"),
    ("PublicView", "accessibility"),
    ("PublicView", "help"),
    ("PublicView", "help_page"),
    ("PublicView", "live"),
    ("PublicView", "ready"),
}
OF_ANYONE_SIGNED_IN = {
    ("AuthView", "logout"),
    *(("HomeView", method) for method in ("brief", "fold", "index")),
    ("OwnRightsView", "mine"),
    *(("PreferenceView", method) for method in ("edit", "password", "pin", "rows", "unpin")),
    ("SearchView", "palette"),
    ("SearchView", "results"),
    ("SettingsView", "index"),
    ("UndoView", "take_back"),
}
# Views over no table of theirs: of what their addresses name a row.
ROWS_OF: dict[str, Any] = {
    "AttendanceView": Meeting,
    "CalendarFeedView": CalendarFeed,
    "MailView": Meeting,
    "PaperView": Meeting,
}

# What a link may say, of a person who reads French.
AS_A_LINK: dict[str, Any] = {
    "query_string": {"_method": "POST", "confirmed": "1"}, "headers": {"Accept-Language": "fr"}
}  # fmt: skip

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def headers_amiss(answer: TestResponse) -> list[str]:
    """The headers of an answer that are not what they should be."""
    headers = answer.headers
    # Its address is a secret, or that of somebody without an account: nobody is told of it.
    is_reply = answer.request.path.startswith(("/reponse/", "/inscription/", "/evenement/"))
    wanted = {**HEADERS, **({"Referrer-Policy": "no-referrer"} if is_reply else {})}
    found = [f"{name}: {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value]
    if "geolocation=()" not in headers.get("Permissions-Policy", ""):
        found.append(f"Permissions-Policy: {headers.get('Permissions-Policy')}")
    if "Access-Control-Allow-Origin" in headers:
        found.append("another site may read it")
    return found


def permission_of(route: Route) -> str:
    return "can_import" if route.view == "ImportView" else PERMISSION[route.method]


def rights_for(route: Route) -> set[tuple[str, str]]:
    """What opens a route; a workbook to change is for those who may also import it."""
    also = {("ImportView", "can_import"), (route.view, "can_add")} if route.method == "export_to_edit" else set()
    return {(route.view, permission_of(route)), *also}


def guarded(app: Flask) -> list[Route]:
    return [route for route in routes(app) if (route.view, route.method) not in OF_EVERYONE | OF_ANYONE_SIGNED_IN]


SIGNED_IN_AT_NIGHT = pytest.mark.parametrize(
    "who", [None, *(pytest.param(who, marks=pytest.mark.night) for who in ("admin", "ref5"))]
)
"""What links and forms lead to is looked at before, where it is followed: `tests/browser/test_everywhere.py`."""


@dataclass(frozen=True)
class Asked:
    """What each route answered to a reader by GET, and all that was stored before and after."""

    answers: list[tuple[Route, TestResponse]]
    before: dict[str, list[Any]]
    after: dict[str, list[Any]]

    def pages(self) -> list[tuple[Route, str]]:
        """Those that are pages, with their source."""
        return [(route, answer.text) for route, answer in self.answers if answer.mimetype == "text/html"]


AskedAs = Callable[[str | None], Asked]


def row_of(app: Flask, session: Session, route: Route) -> int:
    """The id of a row that the address of a route names."""
    model = ROWS_OF.get(route.view)
    return session.scalar(select(func.max(model.id))) if model else last_id(session, view_named(app, route.view))


@pytest.fixture(scope="module")
def known() -> dict[str | None, Asked]:
    """The answers that a reader had: several tests look at the same."""
    return {}


@pytest.fixture
def asked_as(
    app: Flask, client: FlaskClient, client_as: Callable[..., FlaskClient], session: Session, known: dict[Any, Any]
) -> AskedAs:
    """Asks each route by GET, on a row of each table, with what a link could add; None has not signed in.

    On one database.
    """

    def of(who: str | None) -> Asked:
        if who not in known:
            one_row_of_each()
            opened = client_as(who) if who else client
            if who == "admin":
                post(opened, "/mes-calendriers/add", {"label": "Agenda", "content": "all"})
            before = content(session)
            answers = [
                (route, opened.get(route.address(row_of(app, session, route), "instances"), **AS_A_LINK))
                for route in routes(app)
            ]
            known[who] = Asked(answers, before, content(session))
        return known[who]

    return of


def content(session: Session) -> dict[str, list[Any]]:
    """All that is stored, but when sessions were last used and what they opened last, noted once a minute."""
    session.rollback()
    unseen = {"seen_at", "opened", "version", "updated_at"}
    stored = {}
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if table.name != "user_session" or column.name not in unseen]
        stored[table.name] = sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
    return stored


def is_given(route: Route, who: str) -> bool:
    return rights_for(route) <= pairs_of(who.rstrip("0123456789").replace("ref", "referent"))


def nearest(route: Route) -> set[str]:
    """The narrowest role that holds the right of a route, and the widest that does not."""
    holders = [who for who in ROLES if is_given(route, who)]
    others = [who for who in ROLES if who not in holders]
    return {*holders[-1:], *others[:1]}


@ON_SQLITE
@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.night)], ids=["nearest", "all"])
@pytest.mark.parametrize("who", ROLES)
def test_a_route_opens_to_the_roles_that_hold_its_right(
    app: Flask, client_as: Callable[..., FlaskClient], who: str, is_whole: bool
) -> None:
    """Each route is asked on both sides of its right: by the narrowest who holds it, by the widest who does not."""
    client = client_as(who)
    token = csrf_token(client)
    wrong = {}
    for route in guarded(app):
        if not is_whole and who not in nearest(route):
            continue
        expected = is_given(route, who)
        for verb in sorted(route.verbs):
            answer = client.open(route.address(), method=verb, data={"csrf_token": token} if verb == "POST" else None)
            if (answer.status_code != 403) is not expected:
                wrong[f"{verb} {route.rule.rule}"] = answer.status_code
    assert wrong == {}


@ON_SQLITE
def test_without_signing_in_only_the_public_pages_open(app: Flask, client: FlaskClient) -> None:
    token = csrf_token(client)
    wrong = {}
    for route in routes(app):
        for verb in sorted(route.verbs):
            answer = client.open(route.address(), method=verb, data={"csrf_token": token} if verb == "POST" else None)
            # What was typed in a form is not lost: the sign-in page, at its address, carries it.
            is_asked = answer.status_code == 401 and verb == "POST" and 'name="password"' in answer.text
            is_sent_away = is_asked or (answer.status_code in (302, 303) and answer.location.split("?")[0] == "/login/")
            if is_sent_away is ((route.view, route.method) in OF_EVERYONE):
                wrong[f"{verb} {route.rule.rule}"] = answer.status_code
    assert wrong == {}


@ON_SQLITE
def test_a_program_that_asks_for_json_without_signing_in_is_refused(client: FlaskClient) -> None:
    assert client.get("/personnes/lookup/x", headers={"Accept": "application/json"}).status_code == 403


@pytest.mark.parametrize(
    "token", [None, "of another session", *(pytest.param(token, marks=pytest.mark.slow) for token in ("", "forged"))]
)
def test_no_form_is_taken_without_its_token(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], client: FlaskClient, token: str | None
) -> None:
    one_row_of_each()
    if token == "of another session":
        token = csrf_token(client)
    signed_in = client_as("admin")
    before = content(session)
    wrong = {}
    for route in routes(app):
        if "POST" in route.verbs:
            pk = last_id(session, view_named(app, route.view))
            data = {"rowid": str(pk), "action": "delete", "confirmed": "1", "language": "en"}
            answer = signed_in.post(route.address(pk), data=data if token is None else {**data, "csrf_token": token})
            if answer.status_code != 400:
                wrong[route.rule.rule] = answer.status_code
    assert wrong == {}
    assert content(session) == before


@ON_SQLITE
@SIGNED_IN_AT_NIGHT
def test_every_form_that_posts_holds_a_token(asked_as: AskedAs, who: str | None) -> None:
    wrong, total = set(), 0
    for route, page in asked_as(who).pages():
        for form in lxml.html.document_fromstring(page).forms:
            if form.method == "POST":
                total += 1
                if not form.fields.get("csrf_token"):
                    wrong.add((route.rule.rule, form.get("action")))
    assert total > (100 if who else 10)
    assert wrong == set()


@ON_SQLITE
@SIGNED_IN_AT_NIGHT
def test_every_page_speaks_french(asked_as: AskedAs, who: str | None) -> None:
    """No English and no word of a machine: what a page leads to is read by `tests/browser/test_everywhere.py`."""
    answers = [(route, answer) for route, answer in asked_as(who).answers if answer.mimetype == "text/html"]
    shown = [(route.rule.rule, answer.text) for route, answer in answers if not answer.location and answer.data]
    odd = {place: found for place, page in shown if (found := odd_texts(texts_of(page)))}
    assert odd == {}


def assert_alike(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> None:
    # An export is on record, and found by its words: who took what.
    logs = ("access_log", "access_log_search")
    assert all(len(after[log]) >= len(before[log]) for log in logs)
    assert {name: rows for name, rows in after.items() if name not in logs} == {
        name: rows for name, rows in before.items() if name not in logs
    }


@ON_SQLITE
def test_nothing_changes_by_get(asked_as: AskedAs) -> None:
    asked = asked_as("admin")
    assert [route.rule.rule for route, answer in asked.answers if answer.status_code >= 500] == []
    posted = [(route.rule.rule, answer) for route, answer in asked.answers if "GET" not in route.verbs]
    assert [place for place, answer in posted if answer.status_code != 405] == []
    assert len(posted) > 30
    assert_alike(asked.before, asked.after)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "is_whole"),
    [
        ("postgresql", False),
        *(pytest.param(kind, True, marks=pytest.mark.night) for kind in ("sqlite", "postgresql")),
    ],
    indirect=["database"],
)
def test_nothing_changes_by_the_other_verbs_of_reading(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], is_whole: bool
) -> None:
    """By night each route; at a merge each function that answers some, once."""
    one_row_of_each()
    client = client_as("admin")
    post(client, "/mes-calendriers/add", {"label": "Agenda", "content": "all"})
    before = content(session)
    asked = {app.view_functions[route.rule.endpoint].__qualname__: route for route in routes(app)}
    assert len(asked) > 100
    for route in routes(app) if is_whole else asked.values():
        for verb in ("HEAD", "OPTIONS"):
            answer = client.open(route.address(row_of(app, session, route)), method=verb, **AS_A_LINK)
            assert answer.status_code < 500, route.rule.rule
    assert_alike(before, content(session))


@ON_SQLITE
@pytest.mark.parametrize("verb", ["PUT", *(pytest.param(verb, marks=pytest.mark.slow) for verb in ("DELETE", "PATCH"))])
def test_no_other_method_is_taken(app: Flask, client_as: Callable[..., FlaskClient], verb: str) -> None:
    client = client_as("admin")
    answers = {route.rule.rule: client.open(route.address(), method=verb).status_code for route in routes(app)}
    assert set(answers.values()) <= {400, 405}, answers


@ON_SQLITE
@pytest.mark.parametrize("who", [None, "admin"])
def test_every_answer_bears_the_headers(
    asked_as: AskedAs, client: FlaskClient, client_as: Callable[..., FlaskClient], who: str | None
) -> None:
    opened = client_as(who) if who else client
    others = [(address, opened.get(address)) for address in ("/no-such-page", "/personnes/show/999999999")]
    for place, answer in (*asked_as(who).answers, *others):
        assert headers_amiss(answer) == [], place


@ON_SQLITE
def test_pages_obey_the_content_security_policy(asked_as: AskedAs) -> None:
    """No inline script, style or handler, and nothing from another host."""
    forbidden = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|(?:src|href)=[\"'](?:https?:)?//|javascript:"
    )
    wrong = {}
    for route, source in asked_as("admin").pages():
        # A link that one may follow is not a request of the page.
        page = re.sub(r'<a [^>]*href="https?://[^"]*"', "<a ", source)
        found = forbidden.search(page)
        if found:
            wrong[route.rule.rule] = page[max(found.start() - 60, 0) : found.end() + 60]
    assert wrong == {}


@ON_SQLITE
def test_there_is_no_programming_interface(app: Flask) -> None:
    assert [
        str(rule) for rule in app.url_map.iter_rules() if re.search(r"api|swagger|openapi|/lang/|/back", str(rule))
    ] == []


@ON_SQLITE
def test_the_cookie_stays_small(app: Flask, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("admin")
    for number in range(20):
        client.get(f"/personnes/list/?q={'x' * 900}{number}")
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert len(cookie.value) < 2000
