"""Every page that the menu and the rows of a list lead to: its title, its outline, its words, its width at 320 px."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.reading import odd_words, outline

NARROWEST = {"viewport": {"width": 320, "height": 640}}
FOR_ALL = ("/accessibilite", "/aide", "/mon-compte/mot-de-passe", "/nowhere")
OF_A_LIST = (
    "tbody th a",
    "tbody a[href*='/edit/']",
    "tbody a[href*='/delete/']",
    "main a[href$='/add']",
    "main a[href$='/enrol']",
    "main a[href*='/import/']",
)


def addresses(page: Page) -> list[str]:
    """The pages of the menu; for each list its first record, the edition and deletion of it, and an empty form."""
    page.goto("/")
    found = page.locator(".menu__link").evaluate_all("links => links.map(link => link.pathname)")
    for path in list(found):
        page.goto(path)
        for selector in OF_A_LIST:
            found += page.locator(selector).evaluate_all("links => links.slice(0, 1).map(link => link.pathname)")
    return [*dict.fromkeys(found), *FOR_ALL]


@pytest.mark.parametrize("who", ["admin", "ref5", "elu5"])
def test_each_page_has_a_title_of_its_own_one_heading_french_words_and_no_sideways_scroll(
    page_as: Callable[..., Page], who: str
) -> None:
    page = page_as(who, **NARROWEST)
    faults: dict[str, Any] = {}
    titles: dict[str, str] = {}
    for path in addresses(page):
        page.goto(path)
        faults[path] = outline(page) + odd_words(page)
        titles.setdefault(page.title(), path)
        if titles[page.title()] != path:
            faults[path].append(f"has the title of {titles[page.title()]}")
    assert {path: found for path, found in faults.items() if found} == {}
    assert len(faults) > 20
