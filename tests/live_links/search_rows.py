"""Rows of live links that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.live_links import LiveLink
from tests.accounts.search_rows import account_row
from tests.support.live_links import LiveLinkFactory


def link_row() -> LiveLink:
    return LiveLinkFactory(name="Élus d’été", user=account_row())


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {LiveLink: (link_row,)}
