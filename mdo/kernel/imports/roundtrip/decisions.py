"""What a person decides of a workbook that comes back: rules for all of it, and cells and rows one by one."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.messages import N_


class Resolution(enum.StrEnum):
    """What one chooses of a conflict, of a cell that was emptied, of a row that is gone."""

    ASK = "ask"
    KEEP = "keep"  # what the register has
    TAKE = "take"  # what the file says: its value, nothing, no row


CONFLICT_LABELS = {
    Resolution.ASK: N_("Decide one by one"),
    Resolution.KEEP: N_("Keep what the register has"),
    Resolution.TAKE: N_("Take what the workbook says"),
}
BLANK_LABELS = {
    Resolution.TAKE: N_("Empty it in the register too"),
    Resolution.KEEP: N_("Keep what the register has"),
}
MISSING_LABELS = {
    Resolution.ASK: N_("Keep them, but those that I choose"),
    Resolution.TAKE: N_("Delete them all"),
}


@dataclass(frozen=True)
class Decisions:
    """The rules, and what was decided apart: cells by « id.field », rows by id. Nothing goes unless one says so.

    `against` are the values that the register had, packed, in the cells for which what the workbook says was taken.
    `sheets` says which are taken or left aside, by name; without it, copies of others are left aside.
    """

    conflicts: Resolution = Resolution.ASK
    blanks: Resolution = Resolution.TAKE
    missing: Resolution = Resolution.ASK
    cells: Mapping[str, Resolution] = field(default_factory=dict)
    rows: Mapping[int, Resolution] = field(default_factory=dict)
    against: Mapping[str, Any] = field(default_factory=dict)
    sheets: Mapping[str, bool] = field(default_factory=dict)

    def of_cell(self, row_id: int, name: str, current: Any) -> Resolution:
        """What was decided of a cell in conflict; `current` is what the register has now, packed.

        Asked again once the register has another value than the one that was to give way.
        """
        key = cell_key(row_id, name)
        choice = self.cells.get(key, self.conflicts)
        if key in self.cells and choice is Resolution.TAKE and self.against.get(key, current) != current:
            return Resolution.ASK
        return choice

    def deletes(self, row_id: int) -> bool:
        """Whether a row that is no longer in the workbook goes."""
        return self.rows.get(row_id, self.missing) is Resolution.TAKE

    def noted(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "rules": [self.conflicts, self.blanks, self.missing],
            "cells": dict(self.cells),
            "rows": [[row_id, choice] for row_id, choice in self.rows.items()],
            "against": dict(self.against),
            "sheets": dict(self.sheets),
        }


def decisions_from(noted: Mapping[str, Any] | None) -> Decisions:
    """What `Decisions.noted` gave."""
    if not noted:
        return Decisions()
    conflicts, blanks, missing = (Resolution(rule) for rule in noted["rules"])
    return Decisions(
        conflicts,
        blanks,
        missing,
        cells={key: Resolution(choice) for key, choice in noted["cells"].items()},
        rows={row_id: Resolution(choice) for row_id, choice in noted["rows"]},
        against=noted.get("against", {}),
        sheets=noted.get("sheets", {}),
    )


def cell_key(row_id: int, name: str) -> str:
    """How a decision names a cell."""
    return f"{row_id}.{name}"
