"""All that any page gives is followed, for the five kinds of readers: links, forms by each button, what scripts fetch.

Each answer is looked at as it comes: its headers, its title, its headings, its words, the tokens of its forms. By day
what is alike is asked once, and the readers whose forms are among those of others send none; by night each list, form
and file is walked for itself. `test_pages.py` opens the screens in Chromium.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from mdo.kernel.rights.roles import pairs_of
from tests.browser.looks import Looks
from tests.browser.test_pages import ELSEWHERE, OF_A_CARRIER, assert_all_were_met
from tests.browser.walked import walk_as
from tests.security.test_routes import OF_ANYONE_SIGNED_IN, OF_EVERYONE, rights_for
from tests.support.browser import LiveServer
from tests.support.routes import FILES, routes
from tests.support.walking import Walk

READERS = ("admin", "ref5", "elu5", "direction", "dpo")
WRITERS = pytest.mark.parametrize("who", ["admin", pytest.param("ref5", marks=pytest.mark.slow)])
# A link that leads nowhere: the walk sees it.
NOWHERE = "GET /nowhere"
# At least so many routes, by verb, are met.
MOST_MET = {"admin": 500, "ref5": 200, "elu5": 60, "direction": 150, "dpo": 15}
# Answers that the walk of the administrator meets behind forms: it is not one of empty pages.
MET = {
    ("ImportView.columns", 422),
    ("ImportView.preview", 422),
    ("ImportView.apply", 303),
    ("ImportView.result", 200),
    ("ImportView.errors", 200),
    ("ImportView.decide", 303),
    ("PersonView.add", 422),
    ("ActionView.close", 409),
    ("OpenDataView.preview", 200),
    ("UndoView.take_back", 303),
}
# A screen behind a form: the mandate that links lead to is over.
OF_A_LATER_STATE = {"TenderView.reasons"}
# Screens that links lead to since `walked.py` adds rows to the demo.
OF_ADDED_ROWS = {
    *("AmendmentView.notify", "RequestView.follow", "RequestView.send", "SubcontractView.accept"),
    *("EliminationView.destroy_sheets", "ApplicationView.examine", "ApplicationView.file"),
    *("DeletedView.show", "AttendanceView.line", "AttendanceView.remove", "AttendanceView.roll_call"),
}
# What forms are sent to, opened again by its address, leads to the page of the form: tests/base/test_bulk.
OPENED_AGAIN = {"bulk_action", "over"}
# Routes that no page of the demo leads to, and why.
UNMET = {
    # Where a paste was refused, read again: tests/kernel/imports/test_pasting.
    "GET ImportView.paste",
    # A preview that one left unfinished: tests/kernel/imports/test_unfinished.
    "POST ImportView.abandon",
    # Machines that watch.
    *("GET PublicView.live", "GET PublicView.ready"),
    # Work that is done: by night the workbook is long enough for a worker.
    "GET JobView.result_file",
    # What stands behind the scripts of a page: `test_meeting_screens` opens it.
    *("GET MeetingView.add_action", "GET MeetingView.add_decision", "GET MeetingView.add_item"),
    "GET ContractView.save_steps",
    # A sheet that was filled in on paper comes back as a workbook: `test_meeting_screens` sends one.
    *("GET PaperView.marks", "POST PaperView.marks"),
    # Rows in a state that the demo has none of: `test_contract_screens`, tests/requests, tests/meetings.
    *("GET AmendmentView.committee", "POST AmendmentView.committee", "GET AmendmentView.open_data"),
    *("GET AmendmentView.transmit", "POST AmendmentView.transmit", "GET RequestView.choose_agenda"),
    *("GET EveningView.export", "POST EveningView.count"),
    # An irregular tender that is put right: `test_lots_walk`, tests/tenders.
    *("POST TenderView.offer_regularisation", "POST TenderView.regularise"),
    # Letters whose reasons nobody wrote, criteria of a file that was then cut in lots: tests/tenders.
    *("GET TenderView.reasons", "POST TenderView.reasons", "POST TenderView.criteria_to_lots"),
    # A row that was deleted since, an operation that is taken back on its own page (the first page leads to that of the
    # demo, which is not), a deadline of nobody, a changed saved view: tests/kernel/journal, tests/home, tests/base.
    *("POST JournalView.restore_row", "POST DeadlineView.take"),
    "POST SavedViewView.update",
    # A visitor of an evening who is in the register since: tests/meetings/test_morning.
    "POST MeetingView.known_visitor",
    # Calls and applications in states that the demo has none in; files that open to jurors alone: tests/calls.
    *("GET CallView.notify", "POST CallView.notify", "GET CallView.decide", "POST CallView.decide"),
    *("GET JuryFilesView.declare", "POST JuryFilesView.declare"),
    *("GET JuryFilesView.marks", "POST JuryFilesView.marks"),
    # Its address is in messages: tests/mail/test_replies, test_replies beside this file.
    *("GET ReplyView.page", "POST ReplyView.page"),
    # As the personal links of events and their public page: tests/events/test_public, test_training_walk.
    *("GET EventPageView.page", "POST EventPageView.page"),
    *("GET RegistrationLinkView.page", "POST RegistrationLinkView.page"),
    # An address that waits for its click, somebody who waits for a place: tests/events.
    *("POST EventRegistrationView.confirm_address", "POST EventRegistrationView.confirm_place"),
}
# What is asked of the meeting of today before it has begun, or after (tests/mail/test_replies,
# tests/meetings/test_all_present), and what the first page of a list holds on some days alone
# (tests/kernel/deadlines/test_putting_off, tests/kernel/journal, tests/kernel/jobs).
OF_THE_HOUR = {
    *("GET AttendanceView.reply", "POST AttendanceView.reply", "POST AttendanceView.all_present"),
    *("POST MailView.reply_links", "POST DeadlineView.take_up", "POST JournalView.undo_entry"),
    *("GET JobView.progress", "POST JobView.cancel"),
}


def is_alike(walk: Walk, verb: str, endpoint: str) -> bool:
    """Whether a day's walk may leave a route out because another of the same code was met."""
    code = walk.code_of(endpoint)
    is_left_out = verb == "POST" or endpoint.rsplit(".", 1)[-1] in {
        "lookup",
        "version",
        "document",
        *OF_A_CARRIER,
        *FILES,
    }
    return code != endpoint and is_left_out and any((verb, code) == (v, walk.code_of(e)) for v, e in walk.met if e)


def given_to(app: Flask, who: str) -> set[tuple[str, str]]:
    """The verbs and endpoints that a reader may open."""
    role = who.rstrip("0123456789").replace("ref", "referent")
    return {
        (verb, str(route.rule.endpoint))
        for route in routes(app)
        if (route.view, route.method) in OF_EVERYONE | OF_ANYONE_SIGNED_IN or rights_for(route) <= pairs_of(role)
        for verb in route.verbs
    }


WalkedAs = Callable[[str], tuple[Walk, Looks]]


@pytest.fixture(scope="module")
def walks() -> dict[str, tuple[Walk, Looks]]:
    """By reader, the walk that a test of this file has made: the demo is the same for each."""
    return {}


@pytest.fixture
def walked_as(live_server: LiveServer, walks: dict[str, tuple[Walk, Looks]]) -> WalkedAs:
    """The walk of a reader who writes, and what was seen on it."""

    def walked(who: str) -> tuple[Walk, Looks]:
        if who not in walks:
            looks = Looks(live_server.app)
            walks[who] = walk_as(live_server, who, look=looks), looks
            live_server.restore()
        return walks[who]

    return walked


@WRITERS
def test_all_that_a_page_gives_answers_as_it_should(walked_as: WalkedAs, live_server: LiveServer, who: str) -> None:
    walk, _ = walked_as(who)
    assert walk.faults == {NOWHERE: "404"}
    assert len(walk.met) >= MOST_MET[who]
    if who == "admin":
        given = given_to(live_server.app, who) - walk.met
        unmet = {f"{verb} {endpoint}" for verb, endpoint in given if not is_alike(walk, verb, endpoint)} - {
            f"GET {endpoint}" for _, endpoint in given if endpoint.rsplit(".", 1)[-1] in OPENED_AGAIN
        }
        assert unmet - OF_THE_HOUR == UNMET, sorted(unmet - OF_THE_HOUR ^ UNMET)
        assert walk.statuses >= MET
        assert any(name.endswith(".bulk_action") and status == 200 for name, status in walk.statuses)


@WRITERS
def test_each_answer_has_its_headers_title_heading_french_words_and_tokens(
    walked_as: WalkedAs, live_server: LiveServer, who: str
) -> None:
    _, looks = walked_as(who)
    assert looks.faults == {}
    assert looks.forms > 100
    if who == "admin":
        met = looks.names | {"AttendanceView.reply"}
        assert_all_were_met(met, live_server.app, ELSEWHERE - OF_ADDED_ROWS | OF_A_LATER_STATE)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["elu5", pytest.param("direction", marks=pytest.mark.night), "dpo"])
def test_all_addresses_that_a_page_gives_to_who_reads_answer(live_server: LiveServer, who: str) -> None:
    walk = walk_as(live_server, who, writes=False)
    assert walk.faults == {NOWHERE: "404"}
    assert len(walk.met) >= MOST_MET[who]


@pytest.mark.night
@pytest.mark.parametrize("who", READERS)
def test_all_that_any_page_gives_answers_as_it_should(live_server: LiveServer, who: str) -> None:
    assert walk_as(live_server, who, whole=True).faults == {NOWHERE: "404"}
