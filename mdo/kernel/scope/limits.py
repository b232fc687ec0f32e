"""The limits of a reader, as a value: no query here (`mdo.kernel.scope.reading` applies them)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Reach(StrEnum):
    """How far a reader sees: nowhere, the bodies of which one is the elected official, arrondissements, everywhere."""

    NOTHING = "nothing"
    ELECTED = "elected"
    ARRONDISSEMENTS = "arrondissements"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Scope:
    """What a reader may see and write."""

    reach: Reach
    user_id: int | None = None
    arrondissement_ids: frozenset[int] = frozenset()

    @classmethod
    def nothing(cls) -> Self:
        """The scope of a request without a known user."""
        return cls(Reach.NOTHING)

    @classmethod
    def everything(cls, user_id: int | None = None) -> Self:
        """The scope of mission staff, and of the command line by an explicit call."""
        return cls(Reach.EVERYTHING, user_id)

    @classmethod
    def elected(cls, user_id: int) -> Self:
        """The scope of an élu·e référent·e: own bodies, read only."""
        return cls(Reach.ELECTED, user_id)

    @classmethod
    def arrondissements(cls, user_id: int, ids: frozenset[int]) -> Self:
        """The scope of a référent·e or of a saisie mairie: the arrondissements of the rows in force."""
        return cls(Reach.ARRONDISSEMENTS, user_id, ids)

    @property
    def is_unlimited(self) -> bool:
        return self.reach is Reach.EVERYTHING
