"""Every screen that a reader reaches by links from the home page: a new screen is walked without writing a test."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

# Methods of views that answer a file, a part of a page or only another address: they show no screen of their own.
NOT_SCREENS = frozenset(
    {"conflicts", "errors", "export", "export_shared", "export_table", "export_to_edit", "image", "live", "lookup"}
    | {"meeting_file", "model_workbook", "advise", "alike", "analysis", "choices", "document", "plan_excel", "plan_ics"}
    | {"export_import", "open_data", "save_steps", "bulk_action", "over", "kept_excel"}
    | {"contract_file", "period_file", "released_file"}
    | {
        "certificates",
        "evaluation_form",
        "leaflet",
        "open_data_pictures",
        "palette",
        "paper",
        "filing_workbook",
        "for_deliberation",
        "grid_file",
        "letters",
        "mailing",
        "note",
        "open_data_csv",
        "open_data_json",
        "paper_of_all",
        "progress",
        "public_sheet",
        "read",
        "receipt",
        "ready",
        "result_file",
        "static",
        "template_file",
        "trial_file",
        "workbook",
    }
)
# Screens that no link leads to: they are typed, or a form leads to them.
TYPED = ("/recherche?q=conseil", "/nowhere")
# Screens whose links depend on the row: the page of a contract offers other acts in each of its states, on each of its
# tabs. Every address of them is opened, for what it leads to.
EACH_ADDRESS = frozenset({"ApplicationView.show", "CallView.show", "ContractView.show", "ProjectView.show"})

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


@dataclass(frozen=True)
class Screen:
    """A screen as the server writes it: its endpoint, where it was found in the end, its source.

    Its kinds are its templates, and its elements by their name, class, type and role: styles and scripts treat those of
    a kind alike.
    """

    name: str
    address: str
    source: str
    kinds: frozenset[object]


def walk_source(client: FlaskClient, app: Flask) -> Iterator[Screen]:
    """One address of each screen, breadth first, as `walk` but without a browser: some hundredths of a second each.

    `client` is signed in.
    """
    ahead = _Ahead(app)
    rendered: set[str | None] = set()

    def keep(_sender: Flask, template: Any, **_more: Any) -> None:
        rendered.add(template.name)

    def screen_at(name: str, address: str) -> Screen:
        rendered.clear()
        with template_rendered.connected_to(keep, app):
            answer = client.get(address, follow_redirects=True)
        source = answer.get_data(as_text=True)
        kinds = frozenset({*elements_of(html.fromstring(source)), *rendered})
        return Screen(name, _below_the_host(answer.request.url), source, kinds)

    for name, address in ahead:
        screen = screen_at(name, address)
        yield screen
        ahead.add(_links(screen))
    for address in TYPED:
        yield screen_at(screen_of(app, address) or address, address)


def elements_of(root: Any) -> Iterator[tuple[str, ...]]:
    """The elements of a page by what styles and scripts know them."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield (element.tag, *(element.get(name, "") for name in ("class", "type", "role")))


def _links(screen: Screen) -> Iterator[str]:
    for written in html.fromstring(screen.source).xpath("//a[not(@download)]/@href", smart_strings=False):
        parts = urlsplit(urljoin(screen.address, written))
        if not parts.netloc and not parts.scheme:
            yield _below_the_host(parts.geturl())


def _below_the_host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
