"""Rows that nearly hold the words of a query, for who mistyped one: looked for where no row holds them.

A slip of the keyboard, or of the ear (« Oger » for « Auger »), leaves the beginning or the end of a word as it is: the
rows that hold one of these are found by the index of the texts, and their words compared letter by letter. The rows are
read through the session, so that nothing outside the sight of the reader is compared, and no word is told but by a row
that she sees.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.kernel.search.matching import MAX_WORDS, found_ids, stored_names
from models.search import SEARCH_TABLES
from models.text import fold

MOST_NEAR = 50
_MOST_ALSO = 3
# Texts of one table that are compared, some 80 ms: as many as hold the beginning of a word among 100,000 people.
_MOST_COMPARED = 10_000
_SHORTEST = 4  # letters of a word that may hold a slip
_LONG = 9  # letters of one that may hold two
_TRIGRAM = 3
_SLIPPABLE = re.compile(r"[^\W\d]+")
# Ways of writing one sound in French, each with one that stands for all; letters that are not heard at the end go last.
_SOUNDS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"ch", "#"), (r"ph", "f"), (r"h", ""), (r"eau|au", "o"), (r"ai|ei", "e"), (r"y", "i"),
        (r"qu|ck|q|c(?![ei])", "k"), (r"([^aeiou])\1", r"\1"), (r"(?<=..)[dstxz]+$", ""),
    )
)  # fmt: skip
# How a word may begin that is heard as one that begins with this letter.
_BEGINNINGS = {"o": "oaeh", "a": "ah", "e": "eah", "u": "uh", "i": "iyh", "f": "fp", "k": "kcq", "#": "c"}
_MOST_WIDER = 3  # letters by which two writings of one sound may differ


def near_ids(
    session: AnySession, model: Any, query: str, *, with_private: bool, criteria: Sequence[ColumnElement[bool]] = ()
) -> list[int]:
    """The ids of at most 50 rows in sight, of those that meet the criteria, whose words resemble each word typed.

    A word of 4 letters or more may hold one slip (a letter too many, missing, wrong, or two swapped; or other letters
    for what is heard alike), one of 9 two; any other is held as it is. Those with the fewest slips come first. Nothing
    for a table without a search text.
    """
    return list(near_rows(session, model, query, with_private=with_private, criteria=criteria))


class Near(NamedTuple):
    """How many slips part the words typed from those of a row, and its text, folded."""

    slips: int
    text: str


def near_rows(
    session: AnySession, model: Any, query: str, *, with_private: bool, criteria: Sequence[ColumnElement[bool]] = ()
) -> dict[int, Near]:
    """The same rows, each with what parts it from the words, in the same order."""
    words = _typed(model, query)
    if not words:
        return {}
    near = []
    for row_id, held in _rows(session, model, words, with_private=with_private, criteria=criteria):
        slips = [_fewest(word, held) for word in words]
        if None not in slips:
            near.append((sum(filter(None, slips)), row_id, held))
    return {row_id: Near(slips, held) for slips, row_id, held in sorted(near)[:MOST_NEAR]}


def resembling(word: str, text: str) -> str:
    """The word of a text that a typed word resembles most, folded; nothing where it resembles none."""
    slips = {one: count for one in fold(text).split() if (count := _fewest(word, f" {one}")) is not None}
    return min(slips, key=slips.__getitem__, default="")


def letters_apart(query: str, name: str) -> int:
    """How many letters part each word typed from the nearest of a name: a row that is called so is nearer than one
    that says it elsewhere, in its e-mail or in what it belongs to."""
    said = fold(name).split()
    return sum(
        min((0 if one.startswith(word) else _slips(word, one) for one in said), default=len(word))
        for word in fold(query).split()[:MAX_WORDS]
    )


def heard_alike(
    session: AnySession, model: Any, query: str, *, with_private: bool, criteria: Sequence[ColumnElement[bool]] = ()
) -> list[str]:
    """What to search too where the words of a query stand only inside of others (« oger » in « Roger »): the query with
    words of rows in sight that are heard alike (« auger »), three at most, those of most rows first. Nothing where a
    row holds each word at the beginning of one.
    """
    words = _typed(model, query)
    if not words:
        return []
    names = stored_names(SEARCH_TABLES[model], with_private=with_private)
    # Apart: PostgreSQL would read the texts from the first on, where it thinks that many of them hold the words.
    begun = found_ids(session, model, names, [[f" {word}"] for word in words]).cte("begun").prefix_with("MATERIALIZED")
    if session.scalar(select(model.id).where(model.id.in_(select(*begun.c)), *criteria).limit(1)) is not None:
        return []
    counted = Counter(
        " ".join(map(min, alike))
        for _, held in _rows(session, model, words, with_private=with_private, criteria=criteria)
        if all(alike := [_alike(word, held) for word in words])
    )
    return [said for said, _ in counted.most_common(_MOST_ALSO)]


def _typed(model: type, query: str) -> list[str]:
    """The words of a query, where one of them may hold a slip."""
    words = fold(query).split()[:MAX_WORDS]
    return words if model in SEARCH_TABLES and any(map(_may_slip, words)) else []


def _rows(
    session: AnySession,
    model: Any,
    words: Sequence[str],
    *,
    with_private: bool,
    criteria: Sequence[ColumnElement[bool]],
) -> Iterator[tuple[int, str]]:
    """The rows in sight that may hold words near to these, each its id and its text."""
    texts = SEARCH_TABLES[model]
    names = stored_names(texts, with_private=with_private)
    found = found_ids(session, model, names, [_pieces(word) for word in words])
    rows = select(model.id, *(texts.c[name] for name in names)).join(texts, texts.c.id == model.id)
    rows = rows.where(model.id.in_(found), *criteria).limit(_MOST_COMPARED)
    for row_id, *said in session.execute(rows, execution_options=ROW_BY_ROW):
        yield row_id, " ".join(said)


def _may_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and _SLIPPABLE.fullmatch(word) is not None


def _allowed(word: str) -> int:
    """How many slips a typed word may hold."""
    return 0 if not _may_slip(word) else 2 if len(word) >= _LONG else 1


def _pieces(word: str) -> list[str]:
    """What one of the words that it may mean holds: its beginning, or what stands after the slip."""
    if not _may_slip(word):
        return [word.rjust(_TRIGRAM)]
    count = len(word)
    if _allowed(word) > 1:
        third = count // 3
        return [f" {word[:third]}", word[third : 2 * third], word[2 * third :]]
    first = min(max(2, count - 4), count // 2)
    after = max(min(first + 1, count - _TRIGRAM), 0)
    return [f" {word[:first]}", word[after:]]


def _fewest(word: str, held: str) -> int | None:
    """The fewest slips between a word and those that a text holds; None where it holds none that is near."""
    if word.rjust(_TRIGRAM) in held:
        return 0
    most = _allowed(word)
    slips = (_slips(word, one) for one in held.split() if abs(len(one) - len(word)) <= most)
    fewest = min((count for count in slips if count <= most), default=None)
    return 1 if fewest is None and _alike(word, held) else fewest


def _alike(word: str, held: str) -> set[str]:
    """The word itself where a text holds one that begins so, else those of the text that are heard alike."""
    if f" {word}" in held:
        return {word}
    if not _may_slip(word):
        return set()
    sound, begins = _heard(word)
    near = (one for one in held.split() if one[0] in begins and abs(len(one) - len(word)) <= _MOST_WIDER)
    return {one for one in near if _heard(one)[0] == sound}


@lru_cache(maxsize=20_000)
def _heard(word: str) -> tuple[str, str]:
    """A folded word as it is heard, and the letters by which one that is heard alike may begin."""
    sound = word
    for written, heard in _SOUNDS:
        sound = written.sub(heard, sound)
    return sound, _BEGINNINGS.get(sound[:1], sound[:1] + "h")


@lru_cache(maxsize=20_000)
def _slips(word: str, other: str) -> int:
    """How many letters to add, take, change or swap with the next make one word of another."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        line = [row]
        for at, one in enumerate(other, start=1):
            least = min(last[at] + 1, line[at - 1] + 1, last[at - 1] + (letter != one))
            if row > 1 and at > 1 and letter == other[at - 2] and word[row - 2] == one:
                least = min(least, before[at - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]
