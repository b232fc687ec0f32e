"""One cell, three values: as it left, as the register has it now, as the sheet says it."""

import datetime as dt
import enum
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells.values import as_exported, is_blank, same_lines, shown, written
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.lines import is_same
from mdo.kernel.workbook.reader import Cell, CellFault


class Verdict(enum.StrEnum):
    """What becomes of a cell."""

    SAME = "same"  # the sheet says what left, or what the register has
    CHANGED = "changed"  # here alone
    CONFLICT = "conflict"  # here and in the register


def says(field: ImportField, value: Any, cell: Cell, today: dt.date) -> bool:
    """Whether a cell still says a value that was written in it, however a spreadsheet kept it.

    What is merely shown in another way (spaces, apostrophes, a date turned into text) says the same.
    """
    if isinstance(cell, CellFault):
        return False  # it shows nothing, but says something that is not known
    text = in_a_cell(value)
    if not isinstance(value, enum.Enum) and shown(cell) in as_exported(text):
        return not (isinstance(value, str) and isinstance(cell, str) and _is_cut_otherwise(field, value, cell, today))
    try:
        said = None if is_blank(cell) else field.read(cell, today)
        if said is None or value is None or isinstance(value, enum.Enum | int | dt.date):
            return bool(said == value)
        known = field.read(text, today)
    except RuleViolation:
        return False
    return is_same(field.name, known, said) if isinstance(value, str) else known == said


def _is_cut_otherwise(field: ImportField, value: str, cell: str, today: dt.date) -> bool:
    """Whether a cell of a long text has the same words on other lines; a field of one line reads no line breaks."""
    try:
        read = f"{field.read(value, today)}{field.read(cell, today)}"
    except RuleViolation:
        return False
    return "\n" in read and not same_lines(value, cell)


def in_a_cell(value: Any) -> str:
    """What a cell shows of a value; of a member of a closed list, nothing that depends on the language."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return written(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def verdict(field: ImportField, exported: Any, current: Any, cell: Cell, today: dt.date) -> Verdict:
    """What becomes of a cell that no longer says what left."""
    if says(field, current, cell, today):
        return Verdict.SAME
    return Verdict.CHANGED if current == exported else Verdict.CONFLICT
