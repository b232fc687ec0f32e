"""What falls due by body or by contract: seventeen mandates of one body are one thing to do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What lines stand under: a body, a contract, or the row itself.
BODY, CONTRACT, ROW = "body", "contract", "row"


@dataclass(frozen=True)
class LinesOfKind:
    """The lines of one kind in a group: how many, since or until when, and the first of their rows.

    `person` answers for it, first name and last name, None where nobody does; `ids` are those of the rows where several
    are closed at once, `step` of one row what comes before its closing (`DeadlineKind.closing_at`).
    """

    kind: str
    number: int
    due_on: dt.date
    row_id: int
    person: tuple[str, str] | None
    is_answered: bool
    is_writable: bool
    step: int | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """The lines that stand under one body, contract or row (`id`), the earliest kind first."""

    under: str
    id: int
    parts: tuple[LinesOfKind, ...]

    @property
    def number(self) -> int:
        """How many lines there are."""
        return sum(part.number for part in self.parts)

    @property
    def due_on(self) -> dt.date:
        """The day of the earliest."""
        return self.parts[0].due_on

    @property
    def unanswered(self) -> LinesOfKind | None:
        """The first part of which some line is nobody's."""
        return next((part for part in self.parts if not part.is_answered), None)


def groups_of(rows: Iterable[Any], today: dt.date) -> tuple[Group, ...]:
    """The groups of what `grouping` read: those late first, the most numerous before the others, then the earliest."""
    found: dict[tuple[str, int], list[LinesOfKind]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(
            LinesOfKind(
                row.kind,
                row.number,
                row.due_on,
                row.row_id,
                None if row.last_name is None else (row.first_name, row.last_name),
                bool(row.is_answered),
                bool(row.is_writable),
                row.step,
                tuple(map(int, (row.ids or "").split())),
            )
        )
    groups = [Group(*key, tuple(sorted(parts, key=lambda part: part.due_on))) for key, parts in found.items()]
    return tuple(sorted(groups, key=lambda group: (group.due_on >= today, -group.number, group.due_on, group.id)))


def _key(row: Any) -> tuple[str, int]:
    if row.instance_id is not None:
        return BODY, row.instance_id
    if row.contract_id is not None:
        return CONTRACT, row.contract_id
    return f"{ROW} {row.kind}", row.row_id
