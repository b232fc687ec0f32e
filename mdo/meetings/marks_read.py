"""A mark of presence as a cell of a workbook says it: « P », « exc. », « pouvoir à DUPONT Zoé »."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mdo.kernel.imports.cells.values import check_readable, is_blank, shown, to_choice, to_text
from mdo.kernel.workbook.reader import Cell
from mdo.meetings.vocabulary import AS_GUEST, PRESENCE, STANDS_IN
from models.attendance import Presence

_MOST_NEEDS = 1_000


@dataclass(frozen=True)
class ReadMark:
    """A presence, and the name of who represents where the cell bears it."""

    presence: Any
    by: str = ""


def read_mark(cell: Cell, today: dt.date) -> ReadMark | None:
    """A mark; None for a cell that says nothing. Raises RuleViolation for a word that is none."""
    check_readable(cell)
    if is_blank(cell):
        return None
    if match := STANDS_IN.fullmatch(shown(cell)):
        return ReadMark(Presence.REPRESENTED, match["name"])
    found = Presence.GUEST if AS_GUEST.fullmatch(shown(cell)) else to_choice(cell, PRESENCE)
    return None if found is None else ReadMark(found)


def read_open_needs(cell: Cell, today: dt.date) -> str | None:
    """The needs of a meeting that nobody has seen to, parted by commas. Raises RuleViolation for what is no text."""
    return to_text(cell, maximum=_MOST_NEEDS, is_long=True)
