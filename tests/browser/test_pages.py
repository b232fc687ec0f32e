"""Every page, form and address that a page gives, walked as each kind of reader; every screen of it looked at.

`make test` goes everywhere without a browser, once where pages are alike, and opens in Chromium one screen of each kind;
`make test-slow` opens them all; by night each list, form and file is walked for itself, and all readers send forms.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from playwright.sync_api import Page

from mdo.roles import pairs_of
from tests.browser.reading import odd_words, outline
from tests.browser.walked import Walked, walk_as, what_the_demo_lacks
from tests.security.test_routes import OF_ANYONE_SIGNED_IN, OF_EVERYONE, rights_for
from tests.support.browser import DESK, PHONE, LiveServer, violations
from tests.support.french import odd_texts, texts_of
from tests.support.routes import FILES, routes
from tests.support.walker import NOT_SCREENS, walk
from tests.support.walking import Walk

READERS = ["admin", "ref5", "elu5", "direction", "dpo"]
# By `make test` these send each form as well; the others, whose forms are among theirs, open all that they are given.
WRITERS = {"admin", "ref5"}
NARROWEST = {"width": 320, "height": 640}
# `test_accessibility` opens them: with a file, and before anyone has signed in; `test_meeting_screens` the forms that
# scripts stand for and what needs a file.
ELSEWHERE = {
    *("ImportView.columns", "ImportView.preview", "ImportView.result", "OpenDataView.preview", "AuthView.login"),
    *("MeetingView.add_item", "MeetingView.add_decision", "MeetingView.add_action"),
    *("AttendanceView.line", "AttendanceView.remove", "AttendanceView.roll_call"),
    *("RequestView.choose_agenda", "RequestView.follow", "RequestView.send"),
    *("PaperView.marks", "TemplateView.trial"),
    # `test_contract_screens`: acts on what the demo has none left of.
    *("AmendmentView.committee", "AmendmentView.notify", "AmendmentView.transmit", "SubcontractView.accept"),
}
# One page of the base view, which needs a record with two changes: `test_records` opens it.
VERSION = ".version"


def screens_of(app: Flask) -> set[str]:
    """The endpoints that answer a GET by a screen, but for what needs an earlier step."""
    return {
        str(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and str(rule.endpoint).rsplit(".", 1)[-1] not in NOT_SCREENS
    }


@pytest.fixture(scope="module")
def walks() -> dict[str, Walked]:
    """By reader, the walk that a test of this file has done: the demo is the same for each."""
    return {}


@pytest.fixture
def walked_as(live_server: LiveServer, walks: dict[str, Walked]) -> Callable[[str], Walked]:
    """What a reader met by walking."""

    def walked(who: str) -> Walked:
        if who not in walks:
            walks[who] = walk_as(live_server, who, writes=who in WRITERS, whole=False)
        return walks[who]

    return walked


class Titles:
    """The titles that a walk has met: each is that of one page."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}

    def faults(self, title: str, address: str) -> list[str]:
        """Says which other page has this title."""
        path = address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]  # the tabs of a record are one page
        first = self._pages.setdefault(title, path)
        return [] if first == path else [f"has the title of {first}"]


def written_outline(source: str) -> list[str]:
    """What is wrong with a page before any script: its language, its headings, its words."""
    page = html.fromstring(source)
    found = [] if page.get("lang") == "fr" else ["the language is not said"]
    if (count := len(page.xpath("//h1"))) != 1:
        found.append(f"{count} headings of first level")
    return found + odd_texts(texts_of(source))


# ---- Everywhere -------------------------------------------------------------------------------------------------

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
    ("ActionView.bulk_action", 200),
    ("OpenDataView.preview", 200),
    ("UndoView.take_back", 303),
}
# Routes that no page of the demo leads to, and why.
UNMET = {
    # Machines that watch.
    *("GET PublicView.live", "GET PublicView.ready"),
    # Work under way: by night the workbook is long enough for a worker.
    *("GET JobView.progress", "GET JobView.result_file", "POST JobView.cancel"),
    # What stands behind the scripts of a page: `test_meeting_screens` opens it.
    *("GET MeetingView.add_action", "GET MeetingView.add_decision", "GET MeetingView.add_item"),
    "GET ContractView.save_steps",
    # A sheet that was filled in on paper comes back as a workbook: `test_meeting_screens` sends one.
    *("GET PaperView.marks", "POST PaperView.marks"),
    # Rows in a state that the demo has none of: `test_contract_screens`, tests/requests, tests/meetings.
    *("GET AmendmentView.committee", "POST AmendmentView.committee", "GET AmendmentView.open_data"),
    *("GET AmendmentView.transmit", "POST AmendmentView.transmit", "GET RequestView.choose_agenda"),
    *("GET EveningView.export", "POST EveningView.count", "POST MailView.members"),
    # A row that was deleted since, a saved view that was changed: tests/journal, tests/base.
    *("POST JournalView.restore_row", "POST SavedViewView.update"),
}


def is_alike(walk: Walk, verb: str, endpoint: str) -> bool:
    """Whether a day's walk may leave a route out because another of the same code was met."""
    code = walk.code_of(endpoint)
    is_left_out = verb == "POST" or endpoint.rsplit(".", 1)[-1] in {"lookup", "version", *FILES}
    return code != endpoint and is_left_out and any((verb, code) == (v, walk.code_of(e)) for v, e in walk.met if e)


def given_to(app: Flask, who: str) -> set[tuple[str, str]]:
    """The verbs and endpoints that a reader may open."""
    role = who.rstrip("0123456789").replace("ref", "referent")
    return {
        (verb, str(route.rule.endpoint))
        for route in routes(app)
        if (route.view, route.method) in OF_EVERYONE | OF_ANYONE_SIGNED_IN or rights_for(route) <= pairs_of(role)
        for verb in route.verbs & ({"GET", "POST"} if who in WRITERS else {"GET"})
    }


@pytest.mark.parametrize("who", READERS)
def test_all_that_a_page_gives_answers_as_it_should(
    walked_as: Callable[[str], Walked], live_server: LiveServer, who: str
) -> None:
    walk = walked_as(who).walk
    assert walk.faults == {NOWHERE: "404"}
    assert len(walk.met) >= MOST_MET[who]
    if who == "admin":
        given = given_to(live_server.app, who) - walk.met
        unmet = {f"{verb} {endpoint}" for verb, endpoint in given if not is_alike(walk, verb, endpoint)}
        assert unmet == UNMET, sorted(unmet ^ UNMET)
        assert walk.statuses >= MET


@pytest.mark.night
@pytest.mark.parametrize("who", READERS)
def test_all_that_any_page_gives_answers_as_it_should(live_server: LiveServer, who: str) -> None:
    walk = walk_as(live_server, who, writes=True, whole=True).walk
    assert walk.faults == {NOWHERE: "404"}


@pytest.mark.parametrize("who", READERS)
def test_each_screen_has_a_title_of_its_own_one_heading_and_french_words(
    walked_as: Callable[[str], Walked], who: str
) -> None:
    faults: dict[str, list[str]] = {}
    titles = Titles()
    for screen in walked_as(who).screens:
        faults[screen.address] = written_outline(screen.source)
        if not screen.is_behind_a_form:
            title = " ".join(html.fromstring(screen.source).findtext(".//title").split())
            faults[screen.address] += titles.faults(title, screen.address)
    assert [f"{address}: {found}" for address, found in faults.items() if found] == []


# ---- In a browser -----------------------------------------------------------------------------------------------


def assert_all_were_met(met: set[str], app: Flask) -> None:
    unmet = {screen for screen in screens_of(app) - met if not screen.endswith(VERSION)}
    assert unmet == ELSEWHERE, "\n".join(sorted(unmet ^ ELSEWHERE))


def looked_at(page: Page) -> list[str]:
    """What axe finds in light, in dark and on a phone; what is wrong with the frame at the narrowest."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, colours_alone=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page)
    page.set_viewport_size(NARROWEST)
    found += outline(page) + odd_words(page)
    page.set_viewport_size(DESK)
    return found


def test_axe_finds_nothing_on_a_screen_of_each_kind_and_none_scrolls_sideways(
    page_as: Callable[..., Page], walked_as: Callable[[str], Walked], live_server: LiveServer
) -> None:
    page = page_as("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    faults: dict[str, list[str]] = {}
    chosen = [screen for screen in walked_as("admin").screens if screen.is_of_a_new_kind]
    assert len(chosen) > 40
    live_server.restore()
    what_the_demo_lacks(live_server)
    for screen in chosen:
        page.goto(screen.address)
        if found := looked_at(page):
            faults[f"{screen.name} {screen.address}"] = found
    assert [f"{screen}: {found}" for screen, found in faults.items()] == []


# ---- All of them ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("who", READERS[1:])
def test_in_a_browser_each_screen_has_a_title_of_its_own_one_heading_french_words_and_no_sideways_scroll(
    page_as: Callable[..., Page], live_server: LiveServer, who: str
) -> None:
    page = page_as(who, viewport=NARROWEST)
    titles = Titles()
    faults = {
        address: outline(page) + odd_words(page) + titles.faults(page.title(), page.url)
        for _screen, address in walk(page, live_server.app)
    }
    assert [f"{address}: {found}" for address, found in faults.items() if found] == []


@pytest.mark.slow
def test_axe_finds_nothing_on_any_screen_and_the_walk_meets_them_all(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    """For the administrator, who meets them all, with what the others are asked."""
    page = page_as("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    titles = Titles()
    faults: dict[str, list[str]] = {}
    met = set()
    for screen, address in walk(page, live_server.app):
        met.add(screen)
        faults[f"{screen} {address}"] = titles.faults(page.title(), page.url) + looked_at(page)
    assert [f"{screen}: {found}" for screen, found in faults.items() if found] == []
    assert_all_were_met(met, live_server.app)
