"""Hands that have no mouse."""

from playwright.sync_api import Locator

_PATIENCE = 120  # keys: more than a page has before the end of its form


def press_until(key: str, target: Locator) -> None:
    """Goes to an element by one key, again and again; fails when the key does not lead there."""
    target.wait_for(state="attached")
    for _ in range(_PATIENCE):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there.")
