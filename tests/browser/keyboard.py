"""Hands that have no mouse."""

from playwright.sync_api import Locator, Page

_PATIENCE = 120  # keys: more than a page has before the end of its form


def enter(page: Page) -> None:
    """Presses Enter where it asks for another page, and waits until that one is whole.

    Its words are there before its scripts are: these then move the focus and take forms in hand, and a key pressed in
    between is for nothing or does something else.
    """
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def press_until(key: str, target: Locator) -> None:
    """Goes to an element by one key, again and again; fails when the key does not lead there."""
    target.wait_for(state="attached")
    for _ in range(_PATIENCE):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there.")


def skip_to_content(page: Page) -> None:
    """Past the menu, as one goes by keyboard: by the link that Tab reaches first."""
    page.locator(".skip-link").press("Enter")
