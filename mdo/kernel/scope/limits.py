"""The limits of a reader, as a value: no query here (`mdo.kernel.scope.reading` applies them)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Reach(StrEnum):
    """How far a reader sees: nowhere, a few rows, the bodies of an elected official, arrondissements, everywhere."""

    NOTHING = "nothing"
    ROWS = "rows"
    ELECTED = "elected"
    ARRONDISSEMENTS = "arrondissements"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Scope:
    """What a reader may see and write."""

    reach: Reach
    user_id: int | None = None
    arrondissement_ids: frozenset[int] = frozenset()
    # Rows by the name of their model and their id: those that are read, and those of them that are changed.
    read_rows: frozenset[tuple[str, int]] = frozenset()
    written_rows: frozenset[tuple[str, int]] = frozenset()
    # The models of which a row may be made.
    made: frozenset[str] = frozenset()

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

    @classmethod
    def of_rows(
        cls,
        read: frozenset[tuple[str, int]],
        written: frozenset[tuple[str, int]],
        made: frozenset[str] = frozenset(),
    ) -> Self:
        """The scope of who comes without an account: these rows and no other, and new ones of the models named."""
        return cls(Reach.ROWS, read_rows=read | written, written_rows=written, made=made)

    def ids_of(self, model: type) -> list[int]:
        """The ids of the rows of a model that are read one by one."""
        return sorted(number for name, number in self.read_rows if name == model.__name__)

    @property
    def is_unlimited(self) -> bool:
        return self.reach is Reach.EVERYTHING
