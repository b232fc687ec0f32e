"""Every screen that a reader reaches by links from the home page: a new screen is walked without writing a test."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

# Methods of views that answer a file or a part of a page: a browser would download them, or show no screen.
NOT_SCREENS = frozenset(
    {"conflicts", "errors", "export", "export_to_edit", "image", "live", "lookup", "meeting_file", "model_workbook"}
    | {
        "palette",
        "paper",
        "plan_excel",
        "plan_ics",
        "progress",
        "read",
        "ready",
        "result_file",
        "static",
        "template_file",
        "trial_file",
    }
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


def walk(page: Page, app: Flask) -> Iterator[tuple[str, str]]:
    """Opens one address of each screen, breadth first; gives (screen, address) while the page shows it.

    `page` is signed in. Links are read after the caller has looked: it may leave the page in any state.
    """
    waiting, known = deque([("HomeView.index", "/")]), {"HomeView.index"}
    while waiting:
        screen, address = waiting.popleft()
        page.goto(address)
        links = page.evaluate(_LINKS)
        yield screen, address
        for link in links:
            found = screen_of(app, link)
            if found is not None and found not in known:
                known.add(found)
                waiting.append((found, link))
    for address in TYPED:
        page.goto(address)
        yield screen_of(app, address) or address, address
