"""What a walk looks at in each answer that it gets: headers, title, headings, words, tokens of forms."""

from collections import Counter

from flask import Flask
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.security.test_routes import headers_amiss
from tests.support.french import odd_texts, texts_in
from tests.support.offers import Ask, Page
from tests.support.walker import EACH_ADDRESS, screen_of
from views.base.assets import PREFIX

# Pages of the guide: further ones quote commands.
_ONCE = {"PublicView.help_page"}


class Titles:
    """The titles that a walk has met: each is that of one page."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}

    def faults(self, title: str, address: str) -> list[str]:
        """Says which other page has this title."""
        path = address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]  # the tabs of a record are one page
        first = self._pages.setdefault(title, path)
        return [] if first == path else [f"has the title of {first}"]


def title_of(root: HtmlElement) -> str:
    """The words of the title of a page."""
    return " ".join((root.findtext(".//title") or "").split())


def outline(root: HtmlElement) -> list[str]:
    """What is wrong with the frame of a page before any script: its language, its headings."""
    found = [] if root.get("lang") == "fr" else ["the language is not said"]
    if (count := len(root.xpath("//h1"))) != 1:
        found.append(f"{count} headings of first level")
    return found


_LANDMARKS = """//nav | //aside | //*[@role='region' or @role='search' or @role='navigation']
    | //section[@aria-label or @aria-labelledby] | //form[@aria-label or @aria-labelledby]"""
_SCROLLS = """//*[contains(concat(' ', @class, ' '), ' table-frame ') and .//table and not(.//input)] | //pre[@tabindex]
    | //*[contains(@class, 'timeline-frame')]"""


def regions(root: HtmlElement) -> list[str]:
    """What is wrong with the regions of a page: an id or a name that two share, a part that scrolls out of reach."""
    named = [element for element in root.iter() if isinstance(element.tag, str) and not _is_kept(element)]
    ids = Counter(element.get("id") for element in named if element.get("id"))
    found = [f"{count} elements of id {name}" for name, count in ids.items() if count > 1]
    marks = Counter((_role(one), _name(root, one)) for one in root.xpath(_LANDMARKS) if not _is_kept(one))
    found += [f"{count} regions ({role}) called {name!r}" for (role, name), count in marks.items() if count > 1]
    for one in root.xpath(_SCROLLS):
        if not _is_kept(one) and (one.get("tabindex") != "0" or not one.get("role") or not _name(root, one)):
            found.append(f"a part that scrolls has no focus or no name: {one.get('class')}")
    return found


def _is_kept(element: HtmlElement) -> bool:
    """Whether an element stands in a template, for a script."""
    return next(element.iterancestors("template"), None) is not None


def _role(element: HtmlElement) -> str:
    return element.get("role") or {"nav": "navigation", "section": "region"}.get(element.tag, element.tag)


def _name(root: HtmlElement, element: HtmlElement) -> str:
    labels = [root.get_element_by_id(name, None) for name in (element.get("aria-labelledby") or "").split()]
    words = " ".join(label.text_content() for label in labels if label is not None)
    return " ".join((words or element.get("aria-label") or "").split())


class Looks:
    """What is wrong with the answers of a walk, by what was asked; the names of screens that no form stands before."""

    def __init__(self, app: Flask) -> None:
        self.faults: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.forms = 0
        self._app = app
        self._titles = Titles()

    def __call__(self, ask: Ask, endpoint: str, answer: TestResponse, page: Page | None, depth: int) -> None:
        """Looks at one answer."""
        found = [] if ask.address.startswith(PREFIX) else headers_amiss(answer)
        is_screen = (
            depth == 0 and ask.method == "GET" and (not endpoint or screen_of(self._app, ask.address) is not None)
        )
        if page is not None:
            found += self._page(ask, endpoint, page, depth, is_screen=is_screen)
        if is_screen:
            self.names.add(endpoint or ask.address)
        if found:
            self.faults[str(ask)] = found

    def _page(self, ask: Ask, endpoint: str, page: Page, depth: int, *, is_screen: bool) -> list[str]:
        posts = page.root.xpath("//form[translate(@method, 'POST', 'post') = 'post']")
        self.forms += len(posts)
        found = [f"no token in {form.get('action')}" for form in posts if not form.fields.get("csrf_token")]
        is_whole = page.root.find("head") is not None
        if not _is_in_english(page.root, ask, depth) and not (endpoint in _ONCE and endpoint in self.names):
            found += odd_texts(texts_in(page.root))
            found += outline(page.root) + regions(page.root) if is_whole else []
        name = endpoint or ask.address
        if is_whole and is_screen and (name not in self.names or name in EACH_ADDRESS):
            found += self._titles.faults(title_of(page.root), ask.address)
        return found


def _is_in_english(root: HtmlElement, ask: Ask, depth: int) -> bool:
    """Whether the reader had asked for English before."""
    return depth > 0 and root.get("lang") == "en" and ask.by.startswith("PreferenceView.")
