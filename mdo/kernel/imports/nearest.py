"""Names that resemble one that is unknown, so that the sentence can say what to type."""

from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest

from mdo.kernel.imports.vocabulary import LINK_WORDS, SHORT_WORDS
from models.text import fold


def loose_key(text: str) -> tuple[str, ...]:
    """The words of a name that matter, in any order: « Dauphiné – Sans Souci » and « Sans-Souci Dauphiné » are one."""
    words = (part for word in fold(text).split() for part in SHORT_WORDS.get(word, (word,)))
    return tuple(sorted(set(words) - LINK_WORDS))


def nearest(text: str, names: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The `count` names that share most trigrams with `text`, the nearest first."""
    wanted = _trigrams(text)

    def likeness(name: str) -> float:
        other = _trigrams(name)
        return len(wanted & other) / max(len(wanted | other), 1)

    return tuple(nlargest(count, sorted(set(names)), key=likeness))


@lru_cache(maxsize=4096)
def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {fold(text)} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
