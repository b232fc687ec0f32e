"""Every screen that links lead to from the home page, in a browser; `walking` goes everywhere, without one."""

from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests.support.walking import EACH_ADDRESS

# Methods of views that answer a file, a part of a page or only another address: they show no screen of their own.
NOT_SCREENS = frozenset(
    {"conflicts", "errors", "export", "export_shared", "export_table", "export_to_edit", "image", "live", "lookup"}
    | {"meeting_file", "model_workbook", "advise", "alike", "analysis", "choices", "document", "plan_excel", "plan_ics"}
    | {"export_import", "open_data", "save_steps"}
    | {"contract_file", "period_file", "released_file"}
    | {"palette", "paper", "progress", "read", "ready", "result_file", "static", "template_file", "trial_file"}
)
# Screens that no link leads to: they are typed, or a form leads to them.
TYPED = ("/recherche?q=conseil", "/nowhere")

_LINKS = """() => Array.from(document.querySelectorAll("a[href]"))
  .filter(link => link.origin === location.origin && !link.hasAttribute("download"))
  .map(link => link.pathname + link.search)"""


def screen_of(app: Flask, address: str) -> str | None:
    """The endpoint that answers this address, or None when it is no screen."""
    try:
        endpoint, _values = app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return None
    name = str(endpoint)
    return None if name.rsplit(".", 1)[-1] in NOT_SCREENS else name


class _Ahead:
    """The screens that a walk has heard of and not yet seen, with an address of each, from the home page on."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting = deque([("HomeView.index", "/")])
        self._known = {"HomeView.index"}
        self._addresses: set[str] = set()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while self._waiting:
            yield self._waiting.popleft()

    def add(self, links: Iterable[str]) -> None:
        for link in links:
            screen = screen_of(self._app, link)
            if screen is not None and (screen not in self._known or self._is_another(screen, link)):
                self._known.add(screen)
                self._addresses.add(link)
                self._waiting.append((screen, link))

    def _is_another(self, screen: str, link: str) -> bool:
        return screen in EACH_ADDRESS and link not in self._addresses


def walk(page: Page, app: Flask) -> Iterator[tuple[str, str]]:
    """Opens one address of each screen, breadth first; gives (screen, address) while the page shows it.

    `page` is signed in. Links are read after the caller has looked: it may leave the page in any state.
    """
    ahead = _Ahead(app)
    for screen, address in ahead:
        page.goto(address)
        links = page.evaluate(_LINKS)
        yield screen, address
        ahead.add(links)
    for address in TYPED:
        page.goto(address)
        yield screen_of(app, address) or address, address
