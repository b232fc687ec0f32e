"""Every screen that links lead to, on a desk and on a phone, in light and in dark."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from app import create_app
from docs.screenshots.demo import ROOT, Visitor
from docs.screenshots.taking import take
from tests.support.browser import DESK, PHONE
from tests.support.settings import settings_for
from tests.support.walker import walk

KEPT = ROOT / "docs" / "guide" / "images" / "screens"
TO_LOOK_AT = ROOT / "var" / "screenshots"
_HOMES = ("mission", "direction", "ref5", "saisie5", "elu5", "dpo")


def take_screens(visitor: Visitor) -> None:
    """Every screen of the administrator, and the home of each other role, in place of those that were kept."""
    for folder in (KEPT, TO_LOOK_AT):
        folder.mkdir(parents=True, exist_ok=True)
    for old in KEPT.iterdir():
        old.unlink()
    page = visitor.as_("admin")
    page.on("dialog", lambda dialog: dialog.accept())  # « leave without saving? »
    taken = set()
    with tempfile.TemporaryDirectory() as folder:
        application = create_app(settings_for(f"sqlite:///{Path(folder) / 'unused.db'}", Path(folder)))
        for screen, _address in walk(page, application):
            if screen not in taken:  # the page of a contract is walked in each of its states
                taken.add(screen)
                _take_four(page, screen)
    for username in _HOMES:
        _take_four(visitor.at(username, "/"), f"home-{username}")
    visitor.close()


def _take_four(page: Page, screen: str) -> None:
    name = re.sub(r"\W+", "-", screen).strip("-")
    for width, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(ViewportSize(**size))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            is_kept = (width, scheme) == ("desk", "light")
            take(page, KEPT / f"{name}.webp" if is_kept else TO_LOOK_AT / f"{name}-{width}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(ViewportSize(**DESK))
