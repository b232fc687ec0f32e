"""Names that resemble one that is unknown: obvious variants of it, and the nearest, for who must choose."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from mdo.kernel.imports.words.vocabulary import LINK_WORDS, SHORT_WORDS
from models.text import fold

# « habitant·es », « habitant(e)s », « habitant.e.s », « animateur·rice »: what is added to the first form.
_INCLUSIVE = re.compile(
    r"(?<=\w\w)(?:[·•‧∙(/](?:e|ne|le|ve|fe|rice|trice|euse|ère|ice)|[.-]e)(?:[·•‧∙./-]?s)?\)?s?(?!\w)",
    re.IGNORECASE,
)
_SHORTEST = 4  # letters of a word that has a plural or a feminine
_FEMININES = (("trice", "teur"), ("euse", "eur"), ("ive", "if"), ("e", ""))
ALIKE = 0.85  # of the letters of two names that may be one
_NUMBERS = re.compile(r"\d+")
_COMPARED = 40  # names, letter by letter: those that share most trigrams
_HELD = 4096  # texts: one that is unknown is compared with the same names as the one before
_folded = lru_cache(maxsize=_HELD)(fold)


def loose_key(text: str) -> tuple[str, ...]:
    """The words of a name that matter, in any order: « Dauphiné – Sans Souci » and « Sans-Souci Dauphiné » are one."""
    return tuple(sorted(set(words_of(text))))


@lru_cache(maxsize=_HELD)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name that matter, in their order, short ones in full."""
    words = (part for word in _folded(text).split() for part in SHORT_WORDS.get(word, (word,)))
    return tuple(word for word in words if word not in LINK_WORDS)


def variant_key(text: str) -> tuple[str, ...]:
    """The same without plural, feminine or inclusive writing: « Habitant·es » and « Habitants » are one."""
    return tuple(sorted({_stem(word) for word in loose_key(_INCLUSIVE.sub("", text))}))


def _stem(word: str) -> str:
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    word = word.rstrip("sx")
    for feminine, masculine in _FEMININES:
        if word.endswith(feminine):
            word = word.removesuffix(feminine) + masculine
            return word[:-1] if word[-1] == word[-2] else word  # « ponctuelle »
    return word


def nearest(text: str, names: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The `count` names nearest to `text`, the nearest first: by the trigrams or letters that they share."""
    wanted = _trigrams(text)

    def shared(name: str) -> float:
        other = _known_trigrams(name)
        return len(wanted & other) / max(len(wanted | other), 1)

    compared = nlargest(max(_COMPARED, count), sorted(set(names)), key=shared)
    return tuple(nlargest(count, compared, key=lambda name: max(shared(name), likeness(text, name))))


def likeness(text: str, name: str) -> float:
    """How alike two names are, letter by letter, from 0 to 1."""
    return SequenceMatcher(None, _folded(text), _folded(name), autojunk=False).ratio()


def is_alike(text: str, name: str) -> bool:
    """Whether two names may be one, but for a number that tells them apart."""
    letters = SequenceMatcher(None, _folded(text), _folded(name), autojunk=False)
    is_near = letters.real_quick_ratio() >= ALIKE and letters.quick_ratio() >= ALIKE and letters.ratio() >= ALIKE
    return is_near and _NUMBERS.findall(text) == _NUMBERS.findall(name)


def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {_folded(text)} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


_known_trigrams = lru_cache(maxsize=_HELD)(_trigrams)
