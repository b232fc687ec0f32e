"""Rows by the names they go by, and what one that nobody goes by may mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option
from mdo.kernel.imports.words.nearest import is_alike, likeness, loose_key, nearest, variant_key, words_of
from mdo.kernel.imports.words.unknown import Unknown
from models.text import fold

_UNKNOWN = N_("« %(value)s » is unknown here.")
_UNKNOWN_NAME = N_("« %(value)s » is unknown here. The nearest names: %(nearest)s.")
WHICH_OF = N_("Several are called « %(value)s »: which one is meant?")
_WHICH = N_("« %(value)s » is unknown here: which one is it?")
_SEVERAL = N_("Several are called « %(value)s »: %(names)s.")
_OFFERED = 8  # rows of a question; another may be typed
_ALL = 12  # as many are all offered
_MOST_HELD = 1_000  # unknown names, with the rows that are offered: each of 20,000 lines may have its own
_NAMES_EACH = 5  # of a row, or so
_SLIP = 0.75  # of the letters of two names: what may be one of them by a slip of the keyboard
_NEAR = 0.6  # below, a name is no suggestion
_TOLD_APART = 4  # a word that more than one row in four bears tells none of them apart
_SHORT = 3  # letters of a word that tells no name by itself
ID = "#"  # before the id of a row, in an answer


class Names:
    """Rows by the names they go by: the exact folded name first, then the words that matter in any order.

    `family` tells apart the answers for one value; by default that of the table of the rows.
    """

    def __init__(self, family: str = "") -> None:
        self.family = family
        self._rows: dict[int, tuple[Any, str]] = {}
        self._known: dict[str, list[Any]] = defaultdict(list)
        self._exact: dict[str, list[Any]] = defaultdict(list)
        self._loose: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        self._variants: dict[tuple[str, ...], list[Any]] = {}
        self._options: dict[str, tuple[Option, ...]] = {}
        self._offered: dict[int, Option] = {}
        self._alike: dict[str, bool] = {}
        self._words: dict[int, set[str]] = {}
        self._bearers: Counter[str] = Counter()
        self.shown: list[str] = []

    def add(self, row: Any, name: str, *others: str | None, label: str = "", short: str | None = None) -> None:
        """Adds a row; `name` is the one offered to who mistypes, with `label` where it alone would not do.

        By a `short` name it is meant where no other row is.
        """
        if short:
            self._append(self._known[short], row)
        self.shown.append(name)
        self.family = self.family or type(row).__name__
        self._rows[row.id] = row, label or name
        for known in (name, *others):
            if known:
                self._append(self._known[known], row)
                self._append(self._exact[fold(known)], row)
                self._append(self._loose[loose_key(known)], row)

    def find(self, text: str) -> list[Any]:
        """The rows that go by this name."""
        return self._exact.get(fold(text)) or self._loose.get(loose_key(text)) or []

    def exact(self, text: str) -> list[Any]:
        """The rows that go by exactly this name, case, accents and punctuation aside."""
        return self._exact.get(fold(text), [])

    def one(self, text: str) -> Any:
        """The only row of this name. Raises Unknown where none goes by it, or several do."""
        found = self.exact(text)
        if len(found) == 1:
            return found[0]
        found = self.find(text)
        if len(found) > 1:
            raise self.several(text, found, _SEVERAL, WHICH_OF, names=", ".join(sorted(str(row) for row in found)))
        raise self.unknown(text, _UNKNOWN_NAME, _WHICH)

    def unknown(self, text: str, message: str, question: str, likely: Any = None) -> Unknown:
        """What to raise for a name that no row goes by exactly; `likely` is the row that it means all the same."""
        if likely is None:
            found = self._loose.get(loose_key(text)) or self._by_variant(text)
            likely = found[0] if len(found) == 1 else None
        options = () if likely is not None else self.options(text)
        if likely is None and not options:
            message = _UNKNOWN
        return Unknown(
            message, family=self.family, value=text, question=question, options=options, resolve=self._resolved,
            takes_text=True, likely=likely, read="" if likely is None else self._rows[likely.id][1],
            nearest=", ".join(option.label for option in options[:3]),
        )  # fmt: skip

    def several(self, text: str, rows: Iterable[Any], message: str, question: str, **params: Any) -> Unknown:
        """What to raise for a name that several rows go by: one of them is meant."""
        ids = sorted((row.id for row in rows), key=lambda row_id: self._rows[row_id][1])
        options = tuple(Option(f"{ID}{row_id}", self._rows[row_id][1], is_text=True) for row_id in ids)
        return Unknown(
            message, family=self.family, value=text, question=question, options=options, resolve=self._resolved,
            **params,
        )  # fmt: skip

    def resembles(self, text: str) -> bool:
        """Whether a name is so near to this one that they may be one, but for a number that tells them apart."""
        key = fold(text)
        if key not in self._alike:
            self._alike[key] = any(is_alike(text, name) for name in nearest(text, self._known, 1))
        return self._alike[key]

    def nearest_to(self, text: str) -> str:
        """The label of the one row that this misspells, or of whose name it gives some words; nothing otherwise."""
        words = loose_key(text)
        for name in nearest(text, self._known, 1):
            own = loose_key(name)
            is_part = bool(words) and all(any(likeness(word, one) >= _SLIP for one in own) for word in words)
            if (is_part or likeness(text, name) >= _SLIP) and len(self._known[name]) == 1:
                return self._rows[self._known[name][0].id][1]
        return ""

    def options(self, text: str) -> tuple[Option, ...]:
        """The rows whose names are nearest, the nearest first: all where they are few, else none where none is near.

        First those that share words that few rows bear: the words of a body more than those of its type.
        """
        key = fold(text)
        if key not in self._options:
            if len(self._options) == _MOST_HELD:
                self._options.clear()
            self._learn_words()
            words = set(words_of(text))
            own = " ".join(word for word in words_of(text) if self._tells_apart(word)) or text
            names = nearest(own, self._known, _NAMES_EACH * _OFFERED)
            rows: dict[int, None] = {}
            for name in names:
                alike = sorted(self._known[name], key=lambda row: -len(words & self._words[row.id]))
                rows.update(dict.fromkeys(row.id for row in alike))
            shared = {row_id: self._shared(words, row_id) for row_id in self._rows}
            is_few = len(self._rows) <= _ALL
            is_near = is_few or any(shared.values()) or any(likeness(own, name) >= _NEAR for name in names[:_OFFERED])
            ranked = sorted(dict.fromkeys((*rows, *self._rows)), key=lambda row_id: -shared[row_id])
            most = (_ALL if is_few else _OFFERED) if is_near else 0
            self._options[key] = tuple(self._option(row_id) for row_id in ranked[:most])
        return self._options[key]

    def _option(self, row_id: int) -> Option:
        """The answer that is a row, made once: thousands of unknown names are offered the same."""
        if row_id not in self._offered:
            self._offered[row_id] = Option(f"{ID}{row_id}", self._rows[row_id][1], is_text=True)
        return self._offered[row_id]

    def _learn_words(self) -> None:
        """Counts which words the rows bear, once."""
        if self._words:
            return
        for name, rows in self._known.items():
            for row in rows:
                self._words.setdefault(row.id, set()).update(words_of(name))
        self._bearers.update(each for words in self._words.values() for each in words)

    def _tells_apart(self, word: str) -> bool:
        """Whether few rows bear a word."""
        return self._bearers[word] <= max(2, len(self._rows) // _TOLD_APART)

    def _shared(self, words: set[str], row_id: int) -> float:
        """How much the words that a row shares tell it: the fewer bear them, the more."""
        shared = (word for word in words & self._words[row_id] if len(word) > _SHORT and self._tells_apart(word))
        return sum(1 / self._bearers[word] for word in shared)

    def rows(self) -> Iterable[Any]:
        """The rows."""
        return (row for row, _ in self._rows.values())

    def _resolved(self, answer: str) -> Any:
        number = answer.removeprefix(ID)
        if answer.startswith(ID) and number.isascii() and number.isdecimal() and int(number) in self._rows:
            return self._rows[int(number)][0]
        try:
            return self.one(answer)
        except Unknown as unknown:
            if unknown.likely is None:
                raise
            return unknown.likely

    def _by_variant(self, text: str) -> list[Any]:
        if not self._variants:
            for known, rows in self._known.items():
                for row in rows:
                    self._append(self._variants.setdefault(variant_key(known), []), row)
        key = variant_key(text)
        return self._variants.get(key, []) if key else []

    @staticmethod
    def _append(rows: list[Any], row: Any) -> None:
        if not any(row is known for known in rows):
            rows.append(row)
