"""Every kind of page, in each light and width, and the states that a person opens: axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import DESK, PHONE, violations

LIGHT, DARK, POCKET = (
    {"viewport": DESK, "color_scheme": "light"},
    {"viewport": DESK, "color_scheme": "dark"},
    {"viewport": PHONE, "color_scheme": "light"},
)
NARROWEST = {"viewport": {"width": 320, "height": 640}}
READERS = (("mission", LIGHT), ("mission", DARK), ("ref5", POCKET))
# The first row and its forms are opened for these; other lists share their templates.
OPENED = ("/instances/list/", "/personnes/list/", "/mandats/list/")
ALONE = ("/mon-compte/mot-de-passe", "/accessibilite", "/aide", "/import/instances", "/nowhere")


def addresses(page: Page) -> list[str]:
    """The pages of the menu, then a record, its edition, its deletion and an empty form of each kind opened."""
    page.goto("/")
    found = page.locator(".menu__link").evaluate_all("links => links.map(link => link.pathname)")
    for path in OPENED:
        page.goto(path)
        for selector in ("tbody th a", "tbody a[href*='/edit/']", "tbody a[href*='/delete/']", "a[href$='/add']"):
            link = page.locator(selector).first
            if link.count():
                found.append(link.get_attribute("href"))
    return [*found, *ALONE]


@pytest.mark.parametrize(("who", "light"), READERS, ids=["light", "dark", "phone"])
def test_no_page_has_a_fault_a_wrong_outline_or_the_title_of_another(
    page_as: Callable[..., Page], who: str, light: dict[str, object]
) -> None:
    page = page_as(who, **light)
    titles: dict[str, str] = {}
    faults = {}
    for path in addresses(page):
        page.goto(path)
        faults[path] = violations(page)
        if page.locator("h1").count() != 1 or page.locator("html").get_attribute("lang") != "fr":
            faults[path].append("one h1 and the language")
        titles[path] = page.title()
    assert {path: found for path, found in faults.items() if found} == {}
    assert len(titles) == len(set(titles.values()))


def test_no_page_scrolls_sideways_at_320_px(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", **NARROWEST)
    wide = []
    for path in addresses(page):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []


def _filters(page: Page) -> None:
    page.goto("/mandats/list/?q=a&f_status=in_force")
    page.get_by_role("button", name="Filtres").click()


def _columns(page: Page) -> None:
    page.goto("/mandats/list/")
    page.locator("summary", has_text="Colonnes").click()


def _selection(page: Page) -> None:
    page.goto("/mandats/list/")
    page.locator("input[name=rowid]").first.check()


def _dialog(page: Page) -> None:
    page.goto("/mandats/list/")
    page.locator("a[href*='/delete/']").first.click()


def _nothing_found(page: Page) -> None:
    page.goto("/personnes/list/?q=zzzzzz")


def _errors(page: Page) -> None:
    page.goto("/personnes/add")
    page.get_by_role("button", name="Enregistrer").click()


def _combobox(page: Page) -> None:
    page.goto("/mandats/add")
    page.get_by_role("combobox", name="Personne").fill("ma")
    page.get_by_role("option").first.wait_for()


def _account(page: Page) -> None:
    page.goto("/")
    page.locator("summary.account__button").click()


def _narrow_menu(page: Page) -> None:
    page.goto("/")
    page.locator("[data-menu-toggle]").evaluate("button => button.click()")


def _renewal(page: Page) -> None:
    page.goto("/mandats/list/?f_status=expired")
    page.locator("input[name=rowid]").first.check()
    page.locator(".bulk-bar").get_by_role("button", name="Renouveler").click()
    page.wait_for_load_state()


STATES = (
    _filters, _columns, _selection, _dialog, _nothing_found, _errors, _combobox, _account, _narrow_menu, _renewal,
)  # fmt: skip


@pytest.mark.parametrize("light", [LIGHT, DARK, POCKET], ids=["light", "dark", "phone"])
def test_no_opened_state_has_a_fault(page_as: Callable[..., Page], light: dict[str, object]) -> None:
    page = page_as("mission", **light)
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    faults = {}
    for state in STATES:
        state(page)
        faults[state.__name__] = violations(page)
    assert {name: found for name, found in faults.items() if found} == {}
