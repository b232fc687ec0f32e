"""The cells of the lines of a preview, to correct on the spot: what is shown of each, and what was typed in it."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.keeping.corrections import CellPlace, Corrections, Said
from mdo.kernel.imports.keeping.kept_cells import cells_of, columns_at, lines_like
from mdo.kernel.imports.keeping.kept_columns import ADDED, KeptColumn, Like, shown_at
from mdo.kernel.imports.keeping.stored import StoredHead
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import PlannedLine
from mdo.kernel.imports.roundtrip.columns import read_columns
from mdo.kernel.imports.roundtrip.returning import key_field
from mdo.kernel.workbook.reader import Sheet
from views.base.catalogues import gettext
from views.imports.sheet_names import shown_line, shown_sheet
from views.imports.uploads import ImportDraft

CELL, NEW, SAME = "cell-", "add-", "same-"
_LONG = 60  # characters: beyond, a cell is several lines high
_MOST_SHOWN = 200
_DIGITS = 7


@dataclass(frozen=True)
class ShownCell:
    """A cell as a field: its name and id, the header of its column, what it holds, what is wrong with it.

    `hint` is what a merged cell shows, `was` what the cell was when the file came (None: as it came), `likes` how many
    other lines say the same wrong thing.
    """

    name: str
    id: str
    label: str
    value: str
    sentences: tuple[str, ...] = ()
    hint: str = ""
    was: str | None = None
    likes: int = 0
    said: str = ""
    is_long: bool = False
    is_new: bool = False

    @property
    def same(self) -> str:
        """The name of the box that corrects these lines alike."""
        return SAME + self.name


@dataclass(frozen=True)
class ShownCells:
    """The cells of a line: those that are wrong, those beside them where they were asked for, what is left to tell.

    `anchor` names the line in the address that opens it, empty when it has no cell to correct; `id` names it in the
    page, of its parts the first.
    """

    wrong: tuple[ShownCell, ...] = ()
    others: tuple[ShownCell, ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()
    anchor: str = ""
    id: str = ""


NO_CELLS = ShownCells()


class CorrectedCell(NamedTuple):
    """A cell that was corrected: where it stands, what it was, what it says, the value that takes it back."""

    sheet: str
    line: int
    header: str
    was: str
    text: str
    name: str


def column_of(head: StoredHead, name: str) -> str | None:
    """What the column of a field on the page says, None where there is no such column."""
    place = place_of(name)
    if place is not None:
        columns = columns_at(head, place.sheet, place.line)
        return next((column.field for column in columns if column.at == place.column), None)
    parts = name.removeprefix(NEW).split("-", 2)
    return parts[1] if name.startswith(NEW) and len(parts) == len(CellPlace._fields) else None


def fields_of(kind: str, *, is_back: bool) -> dict[str, ImportField]:
    """What the columns of a file may say, by name; of a workbook that was exported to be changed, its marks too."""
    fields = [key_field(), *(column.field for column in read_columns(kind).values())] if is_back else KINDS[kind].fields
    return {field.name: field for field in fields}


def name_of_cell(place: CellPlace) -> str:
    """The field of a cell."""
    return f"{CELL}{place.line}-{place.column}-{place.sheet}"


def place_of(name: str) -> CellPlace | None:
    """The cell of a field, None for any other name."""
    parts = name.removeprefix(CELL).split("-", 2)
    if not name.startswith(CELL) or len(parts) < len(CellPlace._fields):
        return None
    line, column, sheet = parts
    return CellPlace(sheet, int(line), int(column)) if _is_number(line) and _is_number(column) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


class PageOfCells:
    """The cells of the lines of one page; each stands in it once, however many lines are read of it.

    `opened` is the anchor of a line whose cells are all asked for, `typed` what a refused form had in its fields.
    """

    def __init__(
        self,
        head: StoredHead,
        draft: ImportDraft,
        corrections: Corrections,
        *,
        opened: str = "",
        typed: Mapping[str, str] | None = None,
    ) -> None:
        self._head, self._likes, self._corrections = head, dict(head.likes), corrections
        self._opened, self._typed = opened, typed or {}
        is_back = draft.is_back
        # A column that the file lacks is added for it; one that was taken out of a workbook of ours says nothing.
        self._missing = {} if is_back else {one.synonyms[0]: one.name for one in KINDS[head.kind].fields}
        self._sheets = list(dict.fromkeys(column.sheet for column in head.columns))
        self._seen: set[str] = set()  # names of cells, and ids of lines

    def of(self, lines: Sequence[tuple[PlannedLine, str]]) -> list[ShownCells]:
        """Those of these lines, which are given as they were planned and as they are kept."""
        return [self._of_line(line, cells_of(text)) for line, text in lines]

    def _of_line(self, line: PlannedLine, said: Sequence[Said]) -> ShownCells:
        columns = columns_at(self._head, line.sheet, line.number)
        if not said or not columns:
            return ShownCells(sentences=tuple((error.column, error.text(gettext)) for error in line.errors))
        anchor = f"{line.number}-{self._sheets.index(line.sheet)}"
        wrong: dict[str, ShownCell] = {}
        left = []
        for error in line.errors:
            cell = self._cell_of(line, error.column, columns, said, anchor)
            if cell is None or (cell.name in self._seen and cell.name not in wrong):
                left.append((error.column, error.text(gettext)))
                continue
            self._seen.add(cell.name)
            known = wrong.get(cell.name, cell)
            wrong[cell.name] = replace(known, sentences=(*known.sentences, error.text(gettext)))
        others = []
        for column in columns:
            place = CellPlace(line.sheet, line.number, column.at)
            name = name_of_cell(place)
            # Once corrected, a cell is shown with its line, so that it can be taken back.
            if name not in self._seen and (anchor == self._opened or place in self._corrections or name in self._typed):
                self._seen.add(name)
                others.append(self._cell(place, column, said, anchor))
        order = {name_of_cell(CellPlace(line.sheet, line.number, column.at)): at for at, column in enumerate(columns)}
        in_order = sorted(wrong.values(), key=lambda cell: order.get(cell.name, len(order)))
        line_id = f"line-{anchor}"
        shown_id = "" if line_id in self._seen else line_id
        self._seen.add(line_id)
        return ShownCells(tuple(in_order), tuple(others), tuple(left), anchor, shown_id)

    def _cell_of(
        self, line: PlannedLine, header: str, columns: Sequence[KeptColumn], said: Sequence[Said], anchor: str
    ) -> ShownCell | None:
        named = [column for column in columns if header and column.header == header]
        # Of tables side by side, the one of the line; of a line that says several things, the column of this part.
        named = [column for column in named if column.first == line.first] or named
        named = [column for column in named if column.part == line.part] or named
        if len({column.table for column in named}) > 1:
            return None
        for column in named[:1]:
            cell = self._cell(CellPlace(line.sheet, line.number, column.at), column, said, anchor)
            alike = self._likes.get(Like(line.sheet, column.at, header, cell.said), 1)
            return replace(cell, likes=alike - 1)
        field = self._missing.get(header)
        if field is None or len({column.table for column in columns}) > 1:
            return None
        name = f"{NEW}{line.number}-{field}-{line.sheet}"
        alike = self._likes.get(Like(line.sheet, ADDED, header, ""), 1)
        typed = self._typed.get(name, "")
        return ShownCell(name, f"{NEW}{anchor}-{field}", header, typed, likes=alike - 1, is_new=True)

    def _cell(self, place: CellPlace, column: KeptColumn, said: Sequence[Said], anchor: str) -> ShownCell:
        held = said[place.column] if place.column < len(said) else ""
        value, hint = (held, "") if isinstance(held, str) else ("", held[0])
        correction = self._corrections.get(place)
        name = name_of_cell(place)
        value = self._typed.get(name, value)
        return ShownCell(
            name,
            f"{CELL}{anchor}-{place.column}",
            column.header,
            value,
            hint=hint,
            was=None if correction is None else correction.was,
            said=shown_at(said, place.column),
            is_long="\n" in value or len(value) > _LONG,
        )


def corrected_cells(
    head: StoredHead, draft: ImportDraft, corrections: Corrections
) -> tuple[tuple[CorrectedCell, ...], int]:
    """The first cells that were corrected, in the order of their lines, and how many there are in all.

    Headers that were added go with their cells.
    """
    columns: dict[tuple[str, int], list[KeptColumn]] = {}
    for column in head.columns:
        columns.setdefault((column.sheet, column.at), []).append(column)
    places = [
        place
        for place in corrections
        if any(one.header_line < place.line <= one.last_line for one in columns.get((place.sheet, place.column), ()))
    ]
    found = []
    for place in heapq.nsmallest(_MOST_SHOWN, places):
        header = {column.at: column.header for column in columns_at(head, place.sheet, place.line)}[place.column]
        sheet, correction = shown_sheet(place.sheet, draft.name), corrections[place]
        line = shown_line(place.line, draft.name)
        found.append(CorrectedCell(sheet, line, header, correction.was, correction.text, name_of_cell(place)))
    return tuple(found), len(places)


# ---- What was typed --------------------------------------------------------------------------------------------------


def typed_cells(
    form: MultiDict[str, str],
    head: StoredHead,
    draft: ImportDraft,
    sheets: Sequence[Sheet],
    shown_as: Mapping[CellPlace, str],
) -> dict[CellPlace, str]:
    """The texts of the cells that a page sends, with those of the lines that are to be corrected alike.

    `sheets` are those of the file as it is corrected: a column that it lacks is added at the end of its sheet.
    `shown_as` is what the fields held.
    """
    typed: dict[CellPlace, str] = {}
    alike: dict[Like, str] = {}
    names = {sheet.name for sheet in sheets}
    for name, text in form.items():
        place = place_of(name)
        if place is None or place.sheet not in names:
            continue
        typed[place] = text
        header = next((one.header for one in columns_at(head, place.sheet, place.line) if one.at == place.column), None)
        said = form.get(SAME + name)
        if said is not None and header is not None:
            alike[Like(place.sheet, place.column, header, said)] = text
    for like, numbers in lines_like(draft.plan, alike).items():
        for number in numbers:
            place = CellPlace(like.sheet, number, like.column)
            # What was typed on a line of its own goes before.
            if place not in typed or clean_lines(typed[place]) == clean_lines(shown_as.get(place, "")):
                typed[place] = alike[like]
    if not draft.is_back:
        typed.update(_added(form, head, draft.plan, sheets))
    return typed


def _added(form: MultiDict[str, str], head: StoredHead, plan: Path, sheets: Sequence[Sheet]) -> dict[CellPlace, str]:
    fields = {field.name: field for field in KINDS[head.kind].fields}
    width = {sheet.name: max(map(len, sheet.rows), default=0) for sheet in sheets}
    added: dict[tuple[str, int, str], int] = {}
    typed: dict[CellPlace, str] = {}
    own: dict[tuple[str, str, str], str] = {}  # by sheet, line and field
    alike: dict[Like, tuple[str, str]] = {}
    for name, text in form.items():
        parts = name.removeprefix(NEW).split("-", 2)
        if not name.startswith(NEW) or len(parts) < len(CellPlace._fields) or not text.strip():
            continue
        line, field, sheet = parts
        own[sheet, line, field] = text
        if SAME + name in form and field in fields:
            alike[Like(sheet, ADDED, fields[field].synonyms[0], "")] = field, text
    for like, numbers in lines_like(plan, alike).items():
        for number in numbers:
            own.setdefault((like.sheet, str(number), alike[like][0]), alike[like][1])
    for (sheet, line, field), text in own.items():
        columns = columns_at(head, sheet, int(line)) if _is_number(line) and sheet in width else []
        if field not in fields or len({column.table for column in columns}) != 1:
            continue
        known = next((column.at for column in columns if column.field == field and not column.part), None)
        at = columns[0].header_line
        if known is None and (sheet, at, field) not in added:
            added[sheet, at, field] = width[sheet]
            width[sheet] += 1
            typed[CellPlace(sheet, at, added[sheet, at, field])] = fields[field].synonyms[0]
        typed[CellPlace(sheet, int(line), added[sheet, at, field] if known is None else known)] = text
    return typed


def lines_typed(form: MultiDict[str, str]) -> set[tuple[str, int]]:
    """The lines of which a page sends cells: sheet and number."""
    return {(place.sheet, place.line) for place in map(place_of, form) if place is not None}


def typed_fields(form: MultiDict[str, str]) -> dict[str, str]:
    """What the fields of cells held, as they are shown again when they were refused."""
    return {name: text for name, text in form.items() if name.startswith((CELL, NEW))}
