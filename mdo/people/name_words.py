"""Which words of a name are the last name: capitals, particles, the order that a header says."""

import itertools
import re

from models.text import fold

# Words that go with the name that follows them.
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "les", "d", "da", "dos", "del", "della", "di", "van", "von", "der", "den", "ben",
     "el", "al", "ait", "st", "ste", "saint", "sainte")
)  # fmt: skip


def is_capitals(word: str) -> bool:
    """Whether a word of several letters is in capitals; « d'ARCY » and « McDONALD » are."""
    bare = re.sub(r"^(?:[dlDL]'|Mc|Mac)", "", word)
    letters = [letter for letter in bare if letter.isalpha()]
    return len(letters) > 1 and all(letter == letter.upper() and letter != letter.lower() for letter in letters)


def is_particle(word: str) -> bool:
    """Whether a word belongs to the name that follows it."""
    return fold(word) in _PARTICLES


def parted(full_name: str) -> tuple[str, str] | None:
    """Last and first names of « DUPONT Marie », « Marie de la TOUR » or « Dupont, Marie »; None when nothing tells."""
    if full_name.count(",") == 1:
        last, first = (part.strip() for part in full_name.split(","))
        return (last, first) if last and first else None
    words = full_name.split()
    capitals = [is_capitals(word) for word in words]
    for place in range(len(words) - 2, -1, -1):
        # A particle is of the name in capitals that follows it, or closes one that it precedes: « de la TOUR ».
        if not capitals[place] and is_particle(words[place]) and words[place] == words[place].lower():
            capitals[place] = capitals[place + 1]
    if sum(one != other for one, other in itertools.pairwise(capitals)) != 1:
        return None
    last, first = (
        " ".join(word for word, is_last in zip(words, capitals, strict=True) if is_last is wanted)
        for wanted in (True, False)
    )
    return last, first


def in_order(full_name: str, *, is_last_first: bool) -> tuple[str, str] | None:
    """Last and first names of a name of two words, particles aside, by an order; None for longer ones."""
    words = full_name.split()
    groups: list[list[str]] = [[]]
    for word in words:
        groups[-1].append(word)
        if not is_particle(word):
            groups.append([])
    parts = [" ".join(group) for group in groups if group]
    if len(parts) != 2:
        return None
    return (parts[0], parts[1]) if is_last_first else (parts[1], parts[0])


def order_of(header: str) -> bool | None:
    """Whether the last name comes first by a header that says it in capitals (« NOM Prénom »); None for others."""
    words = header.split()
    if not any(word.strip(".,") == "NOM" for word in words) or not any(word.startswith("Pr") for word in words):
        return None
    return fold(header).split().index("nom") < next(at for at, word in enumerate(words) if word.startswith("Pr"))
