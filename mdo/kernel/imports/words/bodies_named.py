"""Which body a title or the name of a sheet names: « CQ Ainay », « 5e – Point du Jour », « Composition de … »."""

from collections.abc import Iterable
from dataclasses import dataclass

from mdo.kernel.imports.words.nearest import is_alike, loose_key
from models.text import fold

_SHORT = 3  # letters: a shorter name (« 5e ») tells a body beside the words of its type alone
_TYPES = frozenset(("conseil", "conseils", "quartier", "citoyen", "citoyens", "comite", "cica", "cae", "instance"))


@dataclass(frozen=True)
class BodyNamed:
    """What a text names: the words by which the body is looked for, and whether it names one body for sure."""

    text: str
    is_sure: bool
    is_typed: bool = False  # it begins as the name of a body does: « CQ », « Conseil de quartier »


class BodyNames:
    """The bodies of the register by their words. Each comes as its name, the label of its type, its other names."""

    def __init__(self, bodies: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        self._bodies = [
            (typed(name, label), frozenset(loose_key(label)), [frozenset(loose_key(each)) for each in (name, *others)])
            for name, label, others in bodies
        ]
        self._words = frozenset(word for _, _, names in self._bodies for words in names for word in words)

    def named_in(self, text: str) -> BodyNamed | None:
        """The body that a text names among other words, or None.

        Of several the one with most words, then the one whose type is told; where one cannot tell, the text itself.
        """
        words = frozenset(loose_key(text))
        if not words & self._words:
            return self._near(text, words) if is_of_a_body(text) else None
        found: dict[str, tuple[int, bool]] = {}
        for full, label, names in self._bodies:
            is_typed = bool(label) and label <= words
            for name in names:
                if name and name <= words and (is_typed or any(len(word) > _SHORT for word in name)):
                    found[full] = max(found.get(full, (0, False)), (len(name), is_typed))
        if found:
            most = max(found.values())
            best = [full for full, rank in found.items() if rank == most]
            is_typed = is_of_a_body(text)
            return BodyNamed(best[0], True, is_typed) if len(best) == 1 else BodyNamed(text.strip(), False, is_typed)
        return self._near(text, words)

    def _near(self, text: str, words: frozenset[str]) -> BodyNamed | None:
        """A name of which some words are missing or badly written: « CQ St-Rambert », « Ménival-Batières »."""
        own = {word for word in words - _TYPES if len(word) > _SHORT}
        is_near = bool(own) and any(_all_in(own, name) for _, _, names in self._bodies for name in names)
        return BodyNamed(text.strip(), False) if is_near else None


def _all_in(words: Iterable[str], name: frozenset[str]) -> bool:
    return all(word in name or any(is_alike(word, other) for other in name) for word in words)


def typed(name: str, label: str) -> str:
    """The name of a body behind the label of its type, said once."""
    return name if set(loose_key(label)) <= set(loose_key(name)) else f"{label} {name}"


def is_of_a_body(text: str) -> bool:
    """Whether a text begins as the name of a body does, known or not."""
    return any(word in _TYPES for word in loose_key(fold(text).partition(" ")[0]))
