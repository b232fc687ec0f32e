"""What looks wrong with an import as a whole: most known lines change, or a column was moved on its own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.plans import LineState, PlannedLine

UNCONFIRMED = N_("Much of the register would change: look at the lines to change, then confirm that it is meant.")

_LEAST_LINES = 10  # a few records are looked at one by one
_MANY = 3  # more than one known line in three
_NEARLY_ALL = 0.8
_KNOWN = frozenset((LineState.CHANGED, LineState.UNCHANGED, LineState.CONFLICT))


@dataclass(frozen=True)
class ChangedColumn:
    """A column (message id of its label) that changes nearly everywhere: on how many known lines.

    It `is_shuffled` when the same values stand on other lines: it was most likely sorted alone.
    """

    label: str
    count: int
    is_shuffled: bool


@dataclass(frozen=True)
class Alarm:
    """How many of the known lines change, and the columns that change on nearly all of them."""

    known: int
    changed: int
    columns: tuple[ChangedColumn, ...] = ()


class AlarmCount:
    """Counts, line by line, what `alarm` needs; values are kept as hashes alone."""

    def __init__(self) -> None:
        self._known = self._changed = 0
        self._counts: Counter[str] = Counter()
        self._before: dict[str, Counter[int]] = {}
        self._after: dict[str, Counter[int]] = {}

    def add(self, line: PlannedLine) -> None:
        """A planned line."""
        state = line.state
        is_known = state in _KNOWN and line.joins is None
        self._known += is_known
        self._changed += is_known and state is not LineState.UNCHANGED
        for change in line.changes:
            if change.of:
                continue
            self._counts[change.label] += is_known
            # What moved to a line in error, or came from it, moved all the same.
            self._note(self._before, change.label, change.before)
            self._note(self._after, change.label, change.after)

    @staticmethod
    def _note(values: dict[str, Counter[int]], label: str, value: Any) -> None:
        found = values.setdefault(label, Counter())
        if value is not None and value != "":
            found[hash(str(value))] += 1

    @property
    def alarm(self) -> Alarm | None:
        """None when nothing looks wrong."""
        if self._known < _LEAST_LINES or self._changed * _MANY <= self._known:
            return None
        columns = (
            ChangedColumn(label, count, self._is_shuffled(label, count))
            for label, count in self._counts.items()
            if count >= self._known * _NEARLY_ALL or (count * _MANY > self._known and self._is_shuffled(label, count))
        )
        return Alarm(self._known, self._changed, tuple(columns))

    def _is_shuffled(self, label: str, count: int) -> bool:
        """Whether the same values stand elsewhere; blanks, which a sort gathers at one end, are no values.

        Where emptied cells are left as they are, only a part of what moved is among the changes.
        """
        before, after = self._before[label], self._after[label]
        moved = (before & after).total()
        return moved * _MANY > count and moved >= min(before.total(), after.total()) * _NEARLY_ALL


def alarm_of(lines: Iterable[PlannedLine]) -> Alarm | None:
    """The alarm of a whole plan."""
    count = AlarmCount()
    for line in lines:
        count.add(line)
    return count.alarm
