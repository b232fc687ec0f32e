"""Every screen that links lead to from the home page, seen by each kind of reader."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.reading import odd_words, outline
from tests.support.browser import DESK, PHONE, LiveServer, violations
from tests.support.walker import NOT_SCREENS, walk

NARROWEST = {"width": 320, "height": 640}
# `test_accessibility` opens them: with a file, and before anyone has signed in; `test_jobs` opens that of a job,
# `test_evening` that of a message, `test_meeting_screens` the forms that scripts stand for and what needs a file.
ELSEWHERE = {
    *("ImportView.columns", "ImportView.preview", "ImportView.result", "AuthView.login", "JobView.show"),
    "MailView.message",
    *("MeetingView.add_item", "MeetingView.add_decision", "MeetingView.add_action"),
    *("AttendanceView.line", "AttendanceView.remove", "AttendanceView.roll_call"),
    *("RequestView.choose_agenda", "RequestView.follow", "RequestView.send"),
    *("PaperView.marks", "TemplateView.trial"),
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


@pytest.mark.parametrize("who", ["admin", "ref5", "elu5", "direction", "dpo"])
def test_each_screen_has_a_title_of_its_own_one_heading_french_words_and_no_sideways_scroll(
    page_as: Callable[..., Page], live_server: LiveServer, who: str
) -> None:
    page = page_as(who, viewport=NARROWEST)
    faults: dict[str, Any] = {}
    titles: dict[str, str] = {}
    for _screen, address in walk(page, live_server.app):
        faults[address] = outline(page) + odd_words(page)
        titles.setdefault(page.title(), page.url)
        if titles[page.title()] != page.url:
            faults[address].append(f"has the title of {titles[page.title()]}")
    assert [f"{address}: {found}" for address, found in faults.items() if found] == []


def test_axe_finds_nothing_on_any_screen_and_the_walk_meets_them_all(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    page = page_as("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    faults: dict[str, list[str]] = {}
    met = set()
    for screen, address in walk(page, live_server.app):
        met.add(screen)
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        found += violations(page, colours_alone=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        found += violations(page)
        page.set_viewport_size(DESK)
        if found:
            faults[f"{screen} {address}"] = found
    assert [f"{screen}: {found}" for screen, found in faults.items()] == []
    unmet = {screen for screen in screens_of(live_server.app) - met if not screen.endswith(VERSION)}
    assert unmet == ELSEWHERE, "\n".join(sorted(unmet ^ ELSEWHERE))
