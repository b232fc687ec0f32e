"""Cells of a file that were corrected on the spot: they are put in its sheets before anything is laid out or planned.

What is planned, applied, handed back with its errors and taken back as a workbook is the corrected file alone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import clean_lines, shown
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.words.unknown import Unknown
from mdo.kernel.workbook.reader import Cell, CellFault, MergedCell, ReadFile, Sheet

MOST_CELLS = 50_000
LONGEST_TEXT = 10_000
_MOST_COLUMNS = 1_000  # of a sheet: one more may be added at its end
FAULT_WORDS = {CellFault.ERROR: "#ERREUR", CellFault.FORMULA: "#FORMULE"}

_TOO_MANY = N_("At most %(most)d cells are corrected here: correct the file itself, then send it again.")
_REQUIRED = N_("This cell must be filled.")
_TOO_LONG = N_("This text is too long: %(maximum)d characters at most.")


class CellPlace(NamedTuple):
    """A cell: its sheet, the number of its line as Excel shows it, its column from 0."""

    sheet: str
    line: int
    column: int


@dataclass(frozen=True)
class Correction:
    """What a cell says now, as text that was typed, and what it showed when the file came."""

    text: str
    was: str


Corrections = Mapping[CellPlace, Correction]
# What the field of a cell holds; of a merged one, which holds nothing of its own, what it shows.
Said = str | list[str]


def corrected(file: ReadFile, corrections: Corrections) -> ReadFile:
    """The file as if it had come with these cells; nothing else of it changes, and the one given stays as it is."""
    by_sheet: dict[str, list[tuple[CellPlace, Correction]]] = {}
    for place, correction in corrections.items():
        by_sheet.setdefault(place.sheet, []).append((place, correction))
    if not by_sheet:
        return file
    changed = {
        sheet.name: replace(sheet, rows=_with(sheet.rows, by_sheet[sheet.name]))
        for sheet in file.all_sheets
        if sheet.name in by_sheet
    }
    sheets, unseen = ([changed.get(sheet.name, sheet) for sheet in each] for each in (file.sheets, file.unseen))
    return replace(file, sheets=sheets, unseen=tuple(unseen))


def _with(rows: Sequence[list[Cell]], corrections: Sequence[tuple[CellPlace, Correction]]) -> list[list[Cell]]:
    changed = list(rows)
    copied: set[int] = set()
    for place, correction in corrections:
        at = place.line - 1
        if at not in copied:
            changed[at] = list(changed[at])
            copied.add(at)
        changed[at] += [None] * (place.column + 1 - len(changed[at]))
        changed[at][place.column] = correction.text or None
    return changed


def as_typed(cell: Cell) -> str:
    """What the field of a cell holds when nobody changed it.

    A merged cell holds nothing of its own: it waits for a value, were it the one that it shows. A cell in error holds a
    word, which can be emptied.
    """
    if isinstance(cell, MergedCell):
        return ""
    if isinstance(cell, CellFault):
        return FAULT_WORDS[cell]
    return clean_lines(cell) if isinstance(cell, str) else shown(cell)


def as_it_came(cell: Cell) -> str:
    """What a cell shows, in words."""
    return shown(cell) if isinstance(cell, MergedCell) else as_typed(cell)


def said_by(cells: Sequence[Cell]) -> list[Said]:
    """What the fields of a line hold, cell by cell."""
    return [[shown(cell)] if isinstance(cell, MergedCell) else as_typed(cell) for cell in cells]


def cell_at(sheets: Sequence[Sheet], place: CellPlace) -> Cell:
    """The cell at a place; blank beyond the end of its line. Raises LookupError where no line is."""
    sheet = next((sheet for sheet in sheets if sheet.name == place.sheet), None)
    if sheet is None or not 1 <= place.line <= len(sheet.rows) or not 0 <= place.column < _MOST_COLUMNS:
        raise LookupError(place)
    row = sheet.rows[place.line - 1]
    return row[place.column] if place.column < len(row) else None


def corrections_of(
    file: ReadFile, before: Corrections, typed: Mapping[CellPlace, str], shown_as: Mapping[CellPlace, str] | None
) -> dict[CellPlace, Correction]:
    """The corrections once these cells were typed; a cell typed as it came has none any more.

    `file` is the one that came; `shown_as` is what the fields held, which changes nothing when it is sent back. Without
    it the page is an old one: a cell as it came says nothing there. Cells of no line are left aside. Raises
    RuleViolation for a text that is too long, or too many cells.
    """
    after = dict(before)
    for place, text in typed.items():
        said = clean_lines(text)
        try:
            cell = cell_at(file.all_sheets, place)
        except LookupError:
            continue
        if shown_as is not None and clean_lines(shown_as.get(place, as_typed(cell))) == said:
            continue
        if len(said) > LONGEST_TEXT:
            raise RuleViolation(_TOO_LONG, maximum=LONGEST_TEXT)
        came = {"", shown(cell)} if isinstance(cell, MergedCell) else {as_typed(cell)}
        if said not in came or (shown_as is not None and isinstance(cell, MergedCell)):
            after[place] = Correction(said, as_it_came(cell))
        elif shown_as is not None:
            after.pop(place, None)
    if len(after) > MOST_CELLS:
        raise RuleViolation(_TOO_MANY, most=MOST_CELLS)
    return without_bare_columns(file, after)


def without_bare_columns(file: ReadFile, corrections: Corrections) -> dict[CellPlace, Correction]:
    """The corrections but for the headers of columns that were added and hold nothing any more."""
    width = {sheet.name: max(map(len, sheet.rows), default=0) for sheet in file.all_sheets}
    added = Counter((place.sheet, place.column) for place in corrections if place.column >= width[place.sheet])
    return {place: said for place, said in corrections.items() if added[place.sheet, place.column] != 1}


def judged(column: ImportField, text: str, today: dt.date) -> Any:
    """What a cell of a column says once it is typed so; no rule but that of the field itself is asked.

    Raises RuleViolation with what is wrong.
    """
    said = clean_lines(text)
    if len(said) > LONGEST_TEXT:
        raise RuleViolation(_TOO_LONG, maximum=LONGEST_TEXT)
    try:
        value = column.read(said or None, today)
    except Unknown as unknown:
        if unknown.likely is None:
            raise
        value = unknown.likely
    if value is None and column.is_required:
        raise RuleViolation(_REQUIRED)
    if value is not None and column.check is not None:
        value = column.check(value)
    return value
