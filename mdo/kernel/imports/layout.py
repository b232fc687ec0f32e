"""Finds the tables of a file: where the headers stand and what each column says, by its name or as one decided."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from mdo.kernel.imports.computed import computed_headers
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.plans import FoundColumn, Origin, SheetChoice, SheetLayout
from mdo.kernel.imports.values import shown
from mdo.kernel.workbook.reader import Cell, MergedCell, Sheet
from models.text import fold

HEADER_WITHIN = 20
_MIN_RECOGNISED = 2
Required = Sequence[tuple[str, ...]]


def header_key(text: str) -> str:
    """A header without case, accents, punctuation or link between its words."""
    return fold(text).replace(" ", "").replace(".", "")


# Sheets that explain and hold no data of their own: left aside until one says otherwise.
_ASIDE = frozenset(
    header_key(name)
    for name in (
        "À propos", "About", "Aide", "Help", "Mode d'emploi", "Exemple", "Exemples", "Example", "Listes", "Lists",
    )
)  # fmt: skip


def lay_out(
    sheets: Sequence[Sheet],
    fields: Sequence[ImportField],
    required: Required,
    remembered: Mapping[str, str | None] | None = None,
    choices: Mapping[str, SheetChoice] | None = None,
    guess: Callable[[str], str | None] = lambda header: None,
) -> list[SheetLayout]:
    """The layout of each sheet.

    `remembered` maps keys of headers to the field that their reader once chose (None: left aside); `choices` are what
    was decided for this file, by name of sheet. `required` lists names of fields; of each group, one is needed. `guess`
    tells a field of which a header speaks that is not known by its name.
    """
    known = {header_key(name): field.name for field in fields for name in (*field.synonyms, field.label)}
    # What an own synonym says goes before what another label says: « Statut » of a body is its state.
    known.update({header_key(name): field.name for field in fields for name in field.synonyms})
    names = {field.name for field in fields}
    kept = {key: name for key, name in (remembered or {}).items() if name is None or name in names}
    found = []
    for sheet in sheets:
        choice = (choices or {}).get(sheet.name)
        if choice is not None:
            row = choice.header_row
        elif header_key(sheet.name) in _ASIDE:
            row = None
        else:
            row = _header_row(sheet, {**known, **kept}, required, guess)
        columns = () if row is None else _columns(sheet, row, known, kept, {} if choice is None else choice.columns)
        found.append(SheetLayout(sheet.name, row, columns))
    return found


def headers_of(sheet: Sheet, row: int) -> list[str]:
    """The headers of a row: those merged with the row above count, those merged with the cell on the left are blank."""
    cells: Sequence[Cell] = sheet.rows[row] if 0 <= row < len(sheet.rows) else ()
    headers: list[str] = []
    for index, cell in enumerate(cells):
        left = cells[index - 1] if index else None
        is_under_one = isinstance(cell, MergedCell) and left is not None and shown(left) == shown(cell)
        headers.append("" if is_under_one else shown(cell))
    return headers


def _header_row(
    sheet: Sheet, known: Mapping[str, str | None], required: Required, guess: Callable[[str], str | None]
) -> int | None:
    """The row, among the first ones, that names most columns: several, or all that it holds, or all one needs."""
    best, best_count = None, 0
    for position in range(min(HEADER_WITHIN, len(sheet.rows))):
        cells = sheet.rows[position]
        texts = [
            text
            for cell, text in zip(cells, headers_of(sheet, position), strict=True)
            if text and isinstance(cell, str | MergedCell)
        ]
        found = (known.get(header_key(text)) or guess(text) for text in texts)
        names = {name for name in found if name is not None}
        is_enough = len(names) >= _MIN_RECOGNISED or len(names) == len(texts)
        if len(names) > best_count and (is_enough or all(names & set(group) for group in required)):
            best, best_count = position, len(names)
    return best


def _columns(
    sheet: Sheet,
    row: int,
    known: Mapping[str, str],
    remembered: Mapping[str, str | None],
    chosen: Mapping[int, str | None],
) -> tuple[FoundColumn, ...]:
    columns = []
    for index, header in enumerate(headers_of(sheet, row)):
        key = header_key(header)
        if not header:
            continue
        if index in chosen:
            columns.append(FoundColumn(index, header, chosen[index], Origin.CHOSEN))
        elif key in remembered:
            columns.append(FoundColumn(index, header, remembered[key], Origin.REMEMBERED))
        elif key in known:
            columns.append(FoundColumn(index, header, known[key], Origin.KNOWN))
        else:
            origin = Origin.COMPUTED if key in _computed() else Origin.UNKNOWN
            columns.append(FoundColumn(index, header, None, origin))
    return tuple(columns)


@cache
def _computed() -> frozenset[str]:
    return frozenset(header_key(header) for header in computed_headers())
