"""Short names, for a line of a list that has little room: what everybody calls these bodies and their types."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mdo.instances.vocabulary import SHORT_NAMES
from mdo.kernel.fields.columns import Column


def short_name(name: str) -> str:
    """A name without the words of its type where there are letters for them: « CQ Ménival »; others as they are.

    Letters that the name says itself, « … (CICA) », are not said twice.
    """
    for words, letters in SHORT_NAMES.items():
        if name == words or name.startswith(f"{words} "):
            return letters + name[len(words) :].replace(f" ({letters})", "")
    return name


def with_short_bodies(shown: Sequence[Column]) -> list[Column]:
    """Columns of a list on screen, that of the body under its short name: files keep the whole one."""
    return [replace(item, value=_short_body) if item.name == "instance" else item for item in shown]


def _short_body(row: Any, today: dt.date | None) -> str | None:
    return short_name(row.instance.name) if row.instance is not None else None
