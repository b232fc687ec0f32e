"""Every screen that links lead to from the home page, seen by each kind of reader.

`make test` reads as the server writes them those of who only reads; those of the administrator and of a référent are
looked at where they are followed (`test_everywhere.py`). `make test-slow` opens in Chromium those of the administrator
that show together every kind of element, and of the others what only they see; `make test-night` all of everyone.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from playwright.sync_api import Page

from tests.browser.looks import Titles, regions, title_of
from tests.browser.looks import outline as written_outline
from tests.browser.reading import odd_words, outline
from tests.browser.walked import add_what_the_demo_lacks
from tests.support.browser import DESK, PHONE, LiveServer, leave_rows_out, violations
from tests.support.french import odd_texts, texts_in
from tests.support.walker import NOT_SCREENS, Screen, walk, walk_source

READERS = ["admin", "ref5", "elu5", "direction", "dpo"]
NARROWEST = {"width": 320, "height": 640}
# `test_accessibility` opens them: with a file, and before anyone has signed in; `test_meeting_screens` the forms that
# scripts stand for and what needs a file.
ELSEWHERE = {
    *("ImportView.columns", "ImportView.preview", "ImportView.result", "OpenDataView.preview", "AuthView.login"),
    "ImportView.paste",
    # Their addresses are in messages: `test_replies` and `test_training_walk` open them.
    *("FeedFileView.of_body", "ReplyView.page", "EventPageView.page", "RegistrationLinkView.page"),
    # Calls and applications in states that the demo has none in; files that open to jurors alone: tests/calls.
    *("ApplicationView.examine", "ApplicationView.file", "CallView.decide", "CallView.notify", "CallView.open"),
    *("JuryFilesView.declare", "JuryFilesView.marks"),
    "EventView.call_off",  # the demo calls no event off: tests/events
    *("MeetingView.add_item", "MeetingView.add_decision", "MeetingView.add_action"),
    *("AttendanceView.line", "AttendanceView.remove", "AttendanceView.roll_call"),
    *("RequestView.choose_agenda", "RequestView.follow", "RequestView.send"),
    *("PaperView.marks", "TemplateView.trial"),
    # Nothing was deleted in the demo, no visa was recorded: `test_everywhere` opens them.
    *("DeletedView.show", "EliminationView.destroy_sheets"),
    # `test_contract_screens`: acts on what the demo has none left of.
    *("AmendmentView.committee", "AmendmentView.notify", "AmendmentView.transmit", "SubcontractView.accept"),
}
# Screens of the documents of a record: one code for all that carry some, of which one is met.
OF_A_CARRIER = {"attach", "change_document"}
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
def walks() -> dict[str, list[Screen]]:
    """By reader, the screens that a test of this file has walked: the demo is the same for each."""
    return {}


@pytest.fixture
def screens_as(live_server: LiveServer, walks: dict[str, list[Screen]]) -> Callable[[str], list[Screen]]:
    """The screens of a reader as the server writes them, acts that the demo has none left of included."""
    add_what_the_demo_lacks(live_server)

    def walked(who: str) -> list[Screen]:
        if who not in walks:
            cookie = live_server.session_cookie(who)
            client = live_server.app.test_client()
            client.set_cookie(cookie["name"], cookie["value"])
            walks[who] = list(walk_source(client, live_server.app))
        return walks[who]

    return walked


@pytest.mark.parametrize("who", ["elu5", pytest.param("direction", marks=pytest.mark.night), "dpo"])
def test_each_screen_has_a_title_of_its_own_one_heading_and_french_words(
    screens_as: Callable[[str], list[Screen]], who: str
) -> None:
    """Those of who only reads; what the others are given is looked at where it is followed: `test_everywhere.py`."""
    faults: dict[str, list[str]] = {}
    titles = Titles()
    for screen in screens_as(who):
        root = html.fromstring(screen.source)
        found = written_outline(root) + regions(root) + odd_texts(texts_in(root))
        faults[screen.address] = found + titles.faults(title_of(root), screen.address)
    assert [f"{address}: {found}" for address, found in faults.items() if found] == []


def assert_all_were_met(met: set[str], app: Flask, elsewhere: set[str] = ELSEWHERE) -> None:
    alike = OF_A_CARRIER & {screen.rsplit(".", 1)[-1] for screen in met}
    unmet = {
        screen
        for screen in screens_of(app) - met
        if not screen.endswith(VERSION) and screen.rsplit(".", 1)[-1] not in alike
    }
    assert unmet == elsewhere, "\n".join(sorted(unmet ^ elsewhere))


def looked_at(page: Page, *, whole: bool = False) -> list[str]:
    """What is wrong with the frame at the narrowest; what axe finds in light, in dark and on a phone.

    But for the whole of it, a row says nothing that those before it have said, and a phone has the colours of a desk.
    """
    page.set_viewport_size(NARROWEST)
    found = outline(page) + odd_words(page)
    page.set_viewport_size(DESK)
    if not whole:
        leave_rows_out(page)
    found += violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, "colours")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page, "all" if whole else "all but colours")
    page.set_viewport_size(DESK)
    return found


def that_show_all(screens: list[Screen]) -> list[Screen]:
    """Few screens that have together every template and every kind of element: each adds the most."""
    chosen: list[Screen] = []
    missing = set().union(*(screen.kinds for screen in screens))
    while missing:
        chosen.append(max(screens, key=lambda screen: len(screen.kinds & missing)))
        missing -= chosen[-1].kinds
    return chosen


# ---- All of them ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_axe_finds_nothing_on_the_screens_that_show_each_kind_of_element_and_none_scrolls_sideways(
    page_as: Callable[..., Page], screens_as: Callable[[str], list[Screen]]
) -> None:
    page = page_as("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    faults: dict[str, list[str]] = {}
    for screen in that_show_all(screens_as("admin")):
        page.goto(screen.address)
        faults[f"{screen.name} {screen.address}"] = looked_at(page)
    assert [f"{screen}: {found}" for screen, found in faults.items() if found] == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ref5", "elu5", pytest.param("direction", marks=pytest.mark.night), "dpo"])
def test_in_a_browser_what_only_another_reader_sees_has_one_heading_french_words_and_no_sideways_scroll(
    page_as: Callable[..., Page], screens_as: Callable[[str], list[Screen]], who: str
) -> None:
    page = page_as(who, viewport=NARROWEST)
    known = set().union(*(screen.kinds for screen in screens_as("admin")))
    own = [screen for screen in screens_as(who) if not screen.kinds <= known]
    faults = {}
    for screen in own:
        page.goto(screen.address)
        faults[screen.address] = outline(page) + odd_words(page)
    assert [f"{address}: {found}" for address, found in faults.items() if found] == []


@pytest.mark.night
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


@pytest.mark.night
def test_axe_finds_nothing_on_any_screen_and_the_walk_meets_them_all(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    """Every address of the administrator, whole, with what the others are asked."""
    page = page_as("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    titles = Titles()
    faults: dict[str, list[str]] = {}
    met = set()
    for screen, address in walk(page, live_server.app):
        met.add(screen)
        faults[f"{screen} {address}"] = titles.faults(page.title(), page.url) + looked_at(page, whole=True)
    assert [f"{screen}: {found}" for screen, found in faults.items() if found] == []
    assert_all_were_met(met, live_server.app)
