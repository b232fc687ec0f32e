"""Rows that come and go with others by the program's doing, and rows that stay or go back as a whole: declared."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.touched import Changed
from models.journal import ChangeAction, JournalChange

Change = Changed | JournalChange
Kept = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Followers:
    """Rows of `model` that come and go with those of `leader`: nobody asks for them.

    `links` are the columns that name the leaders, `leaders_of` the ids of the two whom a deleted row named;
    `may_come_back` whether it still may.
    """

    model: type
    leader: type
    links: tuple[str, ...]
    leaders_of: Callable[[Change], tuple[int, int]]
    may_come_back: Callable[[AnySession, Change], bool]


@dataclass(frozen=True)
class PlaceByMandates:
    """Whose place is that of the rows of `model`, by the column that names them: someone, where she has a mandate.

    `named(ids)` is a statement of their ids and of the words of their names.
    """

    model: type
    column: str
    holder: type
    named: Callable[[Collection[int]], Select[Any]]


FOLLOWERS: list[Followers] = []
HELD: list[PlaceByMandates] = []
# Tables whose rows no undo brings back, with the sentence that says why; and those of files, whose content no journal
# holds, so that none comes back: they are withdrawn rather than deleted.
NOT_UNDONE: dict[type, str] = {}
WITHOUT_CONTENT: list[type] = []
# Of such a table, the changes that an undo takes back all the same, with the rest of their operation.
UNDONE_ALONG: dict[type, Callable[[AnySession, Changed], bool]] = {}
# Of an import that is undone, the rows that stay and, with each, all that the operation wrote with it.
Whole = Callable[[AnySession, Sequence[Changed], Kept], dict[tuple[str, int], str]]
WHOLES: list[Whole] = []


def without_followers(kinds: Iterable[tuple[str, ChangeAction]]) -> frozenset[tuple[str, ChangeAction]]:
    """Of what an operation did, what its author did: rows that followed others are the program's doing."""
    found = frozenset(kinds)
    for each in FOLLOWERS:
        if any(name == each.leader.__name__ for name, _ in found):
            follower = each.model.__name__
            found = frozenset(pair for pair in found if pair[0] != follower or pair[1] is ChangeAction.UPDATE)
    return found


def is_follower(change: Change, asked: Collection[tuple[str, ChangeAction]]) -> bool:
    """Whether a change is none of what `without_followers` gave."""
    return (change.model, change.action) not in asked


def followers_named(model: str) -> Followers:
    """Those of a table, by the name of its class. Raises StopIteration for one that follows nothing."""
    return next(each for each in FOLLOWERS if each.model.__name__ == model)
