"""The frame: the menu as one left it, the drawer of phones, and a theme that is right at the first paint."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mdo.kernel.preferences.own_settings import choose_theme
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from models.preferences import ColourTheme
from tests.browser.reading import outline
from tests.support import TODAY
from tests.support.browser import LiveServer

PHONE = {"width": 390, "height": 844}


# ---- The menu --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_narrow_menu_is_remembered(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/")
    toggle = page.get_by_role("button", name="Menu étroit")
    toggle.press("Enter")
    for again in (False, True):
        if again:
            page.goto("/instances/list/")
        expect(toggle).to_have_attribute("aria-pressed", "true")
        link = page.locator("#menu").get_by_role("link", name="Personnes")  # its words are hidden, not lost
        expect(link).to_be_visible()
        expect(link).to_have_attribute("title", "Personnes")
        assert page.locator("#menu").evaluate("menu => menu.getBoundingClientRect().width") < 80
    assert 'data-menu="rail"' in page.request.get("/").text()  # in the first bytes
    toggle.press("Enter")
    page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "false")


def test_the_menu_holds_on_a_small_desk_and_the_lists_of_a_section_are_one_press_away(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("ref5", viewport={"width": 1366, "height": 768})
    page.goto("/personnes/list/")
    assert page.locator("#menu").evaluate("menu => menu.scrollHeight <= menu.clientHeight")
    beside = page.get_by_role("navigation", name="Dans cette rubrique")
    beside.get_by_role("link", name="Mandats").press("Enter")
    expect(page.locator("h1")).to_have_text("Mandats")
    page.set_viewport_size(PHONE)
    beside.locator("summary").press("Enter")
    beside.get_by_role("link", name="Absences").press("Enter")
    expect(page.locator("h1")).to_have_text("Absences")
    assert outline(page) == []


# Right edges of the buttons of tables that stand out of the frame of their table: cut.
CUT = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  return Array.from(document.querySelectorAll(".table-frame :is(button, .btn)"))
    .filter((button) => button.offsetWidth && right(button) > right(button.closest(".table-frame")))
    .map((button) => button.innerText);
}"""


def test_nothing_is_cut_nor_covered_on_a_small_desk(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport={"width": 1366, "height": 768})
    page.goto("/personnes/list/")
    beside = page.get_by_role("navigation", name="Dans cette rubrique")
    line, more = beside.locator("> ul").bounding_box(), beside.locator("summary").bounding_box()
    assert line is not None
    assert more is not None
    assert line["x"] + line["width"] <= more["x"]
    page.goto("/echeances/list/")
    assert page.locator(".table-frame .btn").count()
    assert page.evaluate(CUT) == []
    page.goto("/reunions/list/?f_state=held")  # many were marked
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Liste de présence").click()
    assert page.locator(".table-frame .mark").count()
    assert page.evaluate(CUT) == []
    # Who is found is reached among the others: the next key is of the next person.
    names = page.locator("[data-line]").evaluate_all("(rows) => rows.map((row) => row.dataset.name)")
    page.get_by_role("searchbox").fill(names[3])
    expect(page.locator("[data-line]:visible")).to_have_count(1)
    for key, name in (("Enter", names[3]), ("ArrowDown", names[4])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('[data-line]').dataset.name") == name


def test_the_drawer_takes_the_focus_and_gives_it_back(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", viewport=PHONE)
    page.goto("/")
    button = page.get_by_role("button", name="Menu", exact=True)
    menu = page.get_by_role("navigation", name="Menu principal")
    button.press("Enter")
    close = page.get_by_role("button", name="Fermer le menu")
    expect(close).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Accueil")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    close.press("Enter")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_nothing_is_focused_behind_the_drawer(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", viewport=PHONE)
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    menu = page.get_by_role("navigation", name="Menu principal")
    menu.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement === document.body"):  # the browser's own buttons come between
        page.keyboard.press("Tab")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize(
    "address", ["/", "/mon-compte/", "/recherche?q=conseil", "/nowhere", "/mon-compte/mot-de-passe"]
)
def test_nothing_scrolls_sideways_at_320_pixels(page_as: Callable[..., Page], address: str) -> None:
    page = page_as("mission", viewport={"width": 320, "height": 640})
    page.goto(address)
    assert outline(page) == []
    page.locator("summary.account__button").click()
    expect(page.locator(".theme-choice")).to_be_in_viewport()
    assert outline(page) == []


def test_paper_holds_the_content_alone(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", color_scheme="dark")
    page.goto("/personnes/list/")
    page.emulate_media(media="print")
    for part in ("#menu", ".topbar", ".footer", ".skip-link"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".column").evaluate("node => node.getBoundingClientRect().left") == 0


# ---- The theme -------------------------------------------------------------------------------------------------------

# Every change of the theme with its moment, and the moment of the first paint with the colours that it had.
_WATCH = """
window.changes = [];
new MutationObserver(() => {
  const theme = document.documentElement?.dataset.bsTheme;
  if (theme !== window.changes.at(-1)?.[1]) window.changes.push([performance.now(), theme]);
}).observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ["data-bs-theme"] });
window.firstPaint = new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "first-paint") resolve(entry.startTime);
  }).observe({ type: "paint", buffered: true });
});
"""
_PAGE_COLOURS = {"light": "rgb(245, 246, 248)", "dark": "rgb(15, 20, 32)"}


def check_first_paint(page: Page, expected: str) -> None:
    """The theme was this one before anything was painted, and did not change since."""
    first_paint = page.evaluate("window.firstPaint")
    changes = page.evaluate("window.changes")
    assert changes[-1][1] == expected
    assert all(moment <= first_paint for moment, _ in changes), (changes, first_paint)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == _PAGE_COLOURS[expected]


def choose(live_server: LiveServer, username: str, theme: ColourTheme) -> None:
    with unlimited_session(live_server.database.engine, today=TODAY) as session:
        choose_theme(session, session.query(User).filter_by(username=username).one().id, theme)
        session.commit()


@pytest.mark.parametrize(
    ("chosen", "device", "expected"),
    [
        (None, "dark", "dark"),
        (ColourTheme.LIGHT, "dark", "light"),
        pytest.param(None, "light", "light", marks=pytest.mark.slow),
        pytest.param(ColourTheme.SYSTEM, "dark", "dark", marks=pytest.mark.slow),
        pytest.param(ColourTheme.DARK, "light", "dark", marks=pytest.mark.slow),
        pytest.param(ColourTheme.DARK, "dark", "dark", marks=pytest.mark.slow),
    ],
)
def test_no_page_flashes_in_the_other_theme(
    page_as: Callable[..., Page], live_server: LiveServer, chosen: ColourTheme | None, device: str, expected: str
) -> None:
    if chosen is not None:
        choose(live_server, "mission", chosen)
    page = page_as("mission", color_scheme=device)
    page.add_init_script(_WATCH)
    for address in ("/", "/personnes/list/", "/nowhere"):
        page.goto(address)
        check_first_paint(page, expected)


@pytest.mark.parametrize(
    ("cookie", "device", "expected"),
    [
        (None, "dark", "dark"),
        ("dark", "light", "dark"),
        pytest.param(None, "light", "light", marks=pytest.mark.slow),
        pytest.param("light", "dark", "light", marks=pytest.mark.slow),
    ],
)
def test_a_page_before_sign_in_follows_the_cookie_else_the_device(
    page_as: Callable[..., Page], live_server: LiveServer, cookie: str | None, device: str, expected: str
) -> None:
    page = page_as(None, color_scheme=device)
    page.add_init_script(_WATCH)
    if cookie:
        page.context.add_cookies([{"name": "theme", "value": cookie, "url": live_server.url}])
    for address in ("/login/", "/aide"):
        page.goto(address)
        check_first_paint(page, expected)


def test_the_switch_acts_at_once_and_the_next_page_remembers(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.add_init_script(_WATCH)
    page.goto("/personnes/list/?q=a")
    switch = page.get_by_role("button", name="Thème sombre")
    for expected, pressed in (("dark", "true"), ("light", "false"), ("dark", "true")):
        with page.expect_response("**/mon-compte/theme") as answer:
            switch.press("Enter")
        assert answer.value.status == 204
        expect(page.locator("html")).to_have_attribute("data-bs-theme", expected)
        expect(switch).to_have_attribute("aria-pressed", pressed)
    assert page.url.endswith("/personnes/list/?q=a")  # no page was asked for again
    page.goto("/")
    check_first_paint(page, "dark")


@pytest.mark.slow
def test_the_account_menu_offers_the_theme_of_the_device(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", color_scheme="dark")
    page.goto("/")
    page.locator("summary.account__button").click()
    device = page.get_by_role("button", name="Comme mon appareil")
    light = page.get_by_role("button", name="Clair", exact=True)
    expect(device).to_have_attribute("aria-pressed", "true")
    light.click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    expect(device).to_have_attribute("aria-pressed", "false")
    device.click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")  # the night is over
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    expect(page.get_by_role("button", name="Thème sombre")).to_have_attribute("aria-pressed", "false")


@pytest.mark.slow
def test_without_script_the_switch_sends_a_form(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto("/personnes/list/?q=a")
    page.get_by_role("button", name="Thème sombre").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.url.endswith("/personnes/list/?q=a")
    page.get_by_role("button", name="Thème sombre").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_preferences_are_saved_by_keyboard_and_act_at_once(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mon-compte/")
    page.get_by_role("radio", name="Sombre").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="English").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Preferences saved.")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")
