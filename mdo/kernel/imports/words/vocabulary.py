"""The words that French workbooks use: data, in French; the guide lists them (docs/guide/imports.md).

Those of the closed lists of a domain stand in `mdo/<domain>/vocabulary.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mdo.kernel.labels import ENUM_LABELS
from mdo.kernel.workbook.totals import TOTAL
from models.text import fold

BLANK_WORDS = frozenset(("-", "--", "---", "–", "—", "/", ".", "_", "néant", "n/a", "na", "s/o", "so", "sans objet"))
UNKNOWN_WORDS = frozenset(
    fold(words)
    for words in (
        "inconnu", "inconnue", "inconnu·e", "non renseigné", "non renseignée", "non communiqué", "nc", "n.c.", "nr",
        "n.r.", "nsp", "à compléter", "à préciser", "à définir", "ne sait pas", "not stated", "s.d.", "sans date",
        "je ne sais pas", "je ne souhaite pas répondre", "ne souhaite pas répondre", "je préfère ne pas répondre",
        "ne se prononce pas",
    )
)  # fmt: skip
# By which the line of sums under a list that we exported goes.
TOTAL_WORDS = frozenset(fold(words) for words in (TOTAL, "Total (lignes affichées)"))
MONTHS = {
    "janvier": 1,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
}
# Words that names of bodies gain or lose from one file to the next, and those that are written short.
LINK_WORDS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
SHORT_WORDS = {
    "st": ("saint",),
    "ste": ("sainte",),
    "pt": ("point",),
    "cq": ("conseil", "quartier"),
    "cc": ("conseil", "citoyen"),
    "quartiers": ("quartier",),
    "arr": ("arrondissement",),
    "arrdt": ("arrondissement",),
}
CITY_WIDE_WORDS = frozenset(
    fold(words) for words in ("ville", "ville entière", "toute la ville", "ville de Lyon", "Lyon", "tous", "City-wide")
)


@dataclass(frozen=True)
class WordList:
    """A closed list and the words that each member goes by; the first of each is the one that the guide shows.

    Of a text that no member goes by, a folded word among `hints` tells the member that is proposed first.
    """

    members: dict[StrEnum, tuple[str, ...]]
    hints: Mapping[str, StrEnum] = field(default_factory=dict)

    def find(self, text: str) -> StrEnum | None:
        """The member that goes by this word, case and accents ignored; the stored value and the message id count."""
        wanted = fold(text) or text
        for member in self.members:
            if any((fold(word) or word) == wanted for word in self.known(member)):
                return member
        return None

    def known(self, member: StrEnum) -> tuple[str, ...]:
        """All the words that a member goes by."""
        return (*self.members[member], member.value, self.label(member))

    @staticmethod
    def label(member: StrEnum) -> str:
        """Its message id."""
        return ENUM_LABELS.get(type(member), {}).get(member, member.value)

    def examples(self) -> str:
        """The words to type, in a sentence."""
        return ", ".join(words[0] for words in self.members.values())


YES_WORDS = ("oui", "o", "x", "vrai", "1", "yes", "ok", "✓", "✔", "accord", "accepte", "accordé", "donné")
NO_WORDS = ("non", "n", "faux", "0", "no", "refus", "refuse", "refusé")


class YesNo(StrEnum):
    """What a column of yes or no says."""

    YES = "yes"
    NO = "no"


YES_OR_NO = WordList({YesNo.YES: (*YES_WORDS, "given"), YesNo.NO: (*NO_WORDS, "refused")})
YES_NO = (YES_WORDS[0], NO_WORDS[0])

# The closed lists whose words the guide shows, by name: those of `mdo/<domain>/vocabulary.py`.
WORD_LISTS: dict[str, WordList] = {}
