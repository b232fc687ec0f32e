"""What one pins to the menu and what one opened last: rows by the name of their view, as words of a text.

A word names a row and gives nothing of it away: what it is called is read each time, within the reader's scope.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.preferences.own_settings import preference_of

MOST_PINNED = 3
MOST_OPENED = 8
# A view has a name of at most 40 letters, a row a number of at most 10 figures: eight of them are in 400 letters.
_BETWEEN = "-"


@dataclass(frozen=True)
class PinnedRow:
    """A row, by the name of the view that shows it and its id."""

    view: str
    row_id: int

    def __str__(self) -> str:
        return f"{self.view}{_BETWEEN}{self.row_id}"


def named_in(text: str) -> tuple[PinnedRow, ...]:
    """The rows that a text names, in its order."""
    parts = (word.partition(_BETWEEN) for word in text.split())
    return tuple(PinnedRow(view, int(row_id)) for view, _, row_id in parts if row_id.isdecimal())


def text_of(rows: Iterable[PinnedRow]) -> str:
    """The text that names these rows."""
    return " ".join(map(str, rows))


def pin(session: AnySession, user_id: int, row: PinnedRow, seen: Collection[PinnedRow]) -> None:
    """Puts a row at the end of what the account pinned; of that, what it sees no more (`seen` says what it does) goes.

    Raises RuleViolation where three others are pinned.
    """
    preference = preference_of(session, user_id)
    others = [other for other in named_in(preference.pins) if other != row and other in seen]
    if len(others) >= MOST_PINNED:
        raise RuleViolation(
            N_("The menu holds three pins at most: open one of them, then « Unpin », before you pin another.")
        )
    preference.pins = text_of((*others, row))
    session.add(preference)
    session.flush()


def unpin(session: AnySession, user_id: int, row: PinnedRow) -> None:
    """Takes a row off what the account pinned."""
    preference = preference_of(session, user_id)
    preference.pins = text_of(other for other in named_in(preference.pins) if other != row)
    session.add(preference)
    session.flush()


def opened_after(text: str, row: PinnedRow) -> str:
    """What was opened last, once this row was: newest first, each once, eight at most."""
    return text_of((row, *(other for other in named_in(text) if other != row))[:MOST_OPENED])
