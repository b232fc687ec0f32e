"""`python -m docs.screenshots`, which is `make screenshots`: takes every picture, or those that are named.

Into docs/guide/images go the pictures that the guide shows and, under screens/, every screen that links lead to, on a
desk in light. The same screens on a phone and in dark go to var/screenshots: they are looked at, not kept.

    make screenshots ARGS=guide            those of the guide alone
    make screenshots ARGS="accueil import" these two of the guide
    make screenshots ARGS=screens          the screens

One that cannot be taken is told, and the others are; the old one is then left as it was.
"""

import sys

from playwright.sync_api import Error, sync_playwright

from docs.screenshots.demo import Visitor, demo
from docs.screenshots.pictures import PICTURES, take_picture
from docs.screenshots.screens import take_screens
from docs.screenshots.taking import TooLarge
from tests.support.chromium import FLAGS, chromium_path

GUIDE, SCREENS = "guide", "screens"


def main(words: list[str]) -> int:
    """Takes what the words name (all of it without); gives how many pictures of the guide could not be taken."""
    unknown = sorted({*words} - {GUIDE, SCREENS, *PICTURES})
    if unknown:
        raise SystemExit(
            f"No picture is called {', '.join(unknown)}. There are {GUIDE}, {SCREENS}, {', '.join(PICTURES)}."
        )
    named = [name for name in PICTURES if name in words]
    pictures = named or (list(PICTURES) if not words or GUIDE in words else [])
    missed = 0
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        visitor = Visitor(browser, address)
        if not words or SCREENS in words:
            take_screens(visitor)
        for name in pictures:
            try:
                take_picture(visitor, name)
            except (Error, TooLarge) as problem:
                missed += 1
                sys.stderr.write(f"{name}: not taken. {problem}\n")
            visitor.close()
        browser.close()
    sys.stderr.write(f"{len(pictures) - missed} of {len(pictures)} pictures of the guide taken.\n")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
