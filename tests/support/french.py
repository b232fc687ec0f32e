"""What a French reader must not meet: words of English, of Python, dates of machines. In a page or in its source."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lxml import html

SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-confirm", "data-delete", "data-guard")
"""Attributes whose words a person hears or reads."""

_ADDRESS = re.compile(r".://.|.@.")
_BETWEEN_SPACES = re.compile(r"\S+")
_ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|this|that|these|with|without|not|your|from|has|have|been|will|which|who|only|"
    r"choose|search|save|saved|edit|delete|deleted|add|added|remove|cancel|home|settings|people|person|body|bodies|"
    r"mandates?|seats?|yes|rows?|field|fields|required|none|unknown|empty|error|created|changed|update|start|end|"
    r"name|first name|last name|show|sign|page not|of the|to complete|in force|ended|expired|upcoming|valid|invalid|"
    r"must|should|cannot|please|already|exists|denied)\b",
    re.IGNORECASE,
)
# Words of the list above that are French too.
_FRENCH_TOO = {"mandates"}
# A French word that ends as one of the list does.
_WEEK_END = re.compile(r"\bweek-ends?\b", re.IGNORECASE)
_PLACE = re.compile(r"\{\w+\}")
_MACHINE = (
    re.compile(r"\b(None|True|False|null|undefined|NaN)\b"),
    re.compile(r"\b\d{4}-\d{2}-\d{2}\b"),
    re.compile(r"<[A-Z]\w+[ >]"),
    re.compile(r"%\(\w+\)[sd]|\{\w*\}"),
)


def odd_texts(texts: Iterable[str]) -> list[str]:
    """Those of the texts that a French reader must not meet, each with the word that gives it away."""
    return [f"{odd!r} in {' '.join(text.split())[:120]!r}" for text in texts if (odd := _odd_word(text))]


# A thousand texts come back on each page: those of the menu and of the foot of the page.
@lru_cache(maxsize=20_000)
def _odd_word(text: str) -> str | None:
    bare = _WEEK_END.sub("", _without_addresses(text))
    words = [match.group() for match in _ENGLISH.finditer(bare) if match.group().lower() not in _FRENCH_TOO]
    words += [match.group() for pattern in _MACHINE for match in pattern.finditer(bare)]
    return words[0] if words else None


def _without_addresses(text: str) -> str:
    """A text without what stands between two spaces and has the look of an address."""
    # Word by word: a search for the whole would try each letter of a very long word, and from each to its end.
    return _BETWEEN_SPACES.sub(lambda word: "" if _ADDRESS.search(word.group()) else word.group(), text)


def texts_of(page: str) -> Iterator[str]:
    """The words of a page as its source gives them, folded parts too; not what says that it is in another language."""
    yield from texts_in(html.fromstring(page))


def texts_in(tree: Any) -> Iterator[str]:
    """The same, of a page whose source was read."""
    yield from tree.xpath("//title/text()", smart_strings=False)
    body = tree.find("body")
    yield from _texts(tree if body is None else body)


def _texts(node: Any, is_filled: bool = False) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in {"script", "style"} or node.get("lang", "fr") != "fr":
        return
    is_filled = is_filled or node.tag == "template"  # by a script, which puts words in the place of {words}
    said = [*(node.get(name) for name in SPOKEN if node.get(name)), node.text or ""]
    yield from (_PLACE.sub("", text) for text in said) if is_filled else said
    for child in node:
        yield from _texts(child, is_filled)
        yield _PLACE.sub("", child.tail or "") if is_filled else child.tail or ""
