"""What moves with a row that is merged into another of its table, as domains declare it."""

from collections.abc import Callable
from dataclasses import dataclass

from mdo.kernel.base.context import AnySession


@dataclass(frozen=True)
class Moved:
    """How many lines followed, and for how many meetings one line of two was left out."""

    lines: int
    doubled: int


# By table: moves what points to the second row to the first one, and says what moved.
Move = Callable[[AnySession, int, int], Moved]
MERGES: dict[type, list[Move]] = {}
