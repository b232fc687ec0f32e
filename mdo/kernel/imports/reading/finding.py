"""Finds the tables of a sheet: their headers, the rows that hold no data with the reason, what their titles say.

Pure functions over a sheet. A row has one fate: it is blank, a row of headers, left out, or data of one table (of two
where tables stand abreast).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.reading import leaving
from mdo.kernel.imports.reading.found import Constant, Reason
from mdo.kernel.imports.reading.headers import HEADER_WITHIN, LINK, Headers, Lookup, Required, at, best
from mdo.kernel.imports.reading.leaving import filled, is_sparse, lone_text, part_of
from mdo.kernel.imports.words.bodies_named import BodyNamed, BodyNames, is_of_a_body
from mdo.kernel.workbook.reader import Cell, MergedCell, Sheet
from models.text import fold

BODY = "instance"
# What a title may say of all the lines under it.
_SAID_ONCE = (BODY, "college", "instance_place", "instance_type", "call")
_NAMING = frozenset(("last_name", "full_name", "name", "title", "number", "subject", "text"))

_WAITS = re.compile(r"\b(complementaire|attente|reserve|candidat\w*|non retenu\w*)\b")
_LONGEST_LABEL = 60
_DASH = re.compile(r"\s[–—-]\s|:\s")
# How the members were named, as a title says it.
_MODE, _MODE_COLUMN, _DRAWN = "designation", "Désignation", "tirage au sort"
# « année scolaire 2025-2026 »: the last day of the mandates, where the title names their body or columns tell of them.
_LAST_DAY, _LAST_DAY_COLUMN = "planned_end_on", "Fin prévue"
_OF_MANDATE = frozenset((BODY, "function", "college", "start_on", "ended_on"))
_SCHOOL_YEAR = re.compile(r"\bannee scolaire (20\d\d)\D+(?:20)?(\d\d)\b")
_DRAW = re.compile(r"\b(tirage|tire(e|s|es)?) au sort\b")


@dataclass(frozen=True)
class Found:
    """A table of a sheet: its headers, the rows from `start` to before `end` (titles above it first), its columns.

    `left` are rows without data, `doubtful` those that begin as a total and go on as data; `constants` what titles say.
    """

    headers: Headers
    start: int
    end: int
    first: int = 0
    last: int | None = None  # the column after its last one
    left: Mapping[int, Reason] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()
    constants: tuple[Constant, ...] = ()


@dataclass(frozen=True)
class TableReading:
    """What tables are found by: which field a header names, which fields are needed, the names of bodies."""

    lookup: Lookup
    required: Required
    bodies: BodyNames | None = None
    said: frozenset[str] = frozenset()  # fields that columns say

    def names_of(self, headers: Headers) -> list[str | None]:
        """The field of each column."""
        return [self.lookup(text) if text else None for text in headers.texts]


def tables_of(sheet: Sheet, reading: TableReading, headers: Headers | None = None) -> list[Found]:
    """The tables of a sheet, the first with these headers where they are given."""
    first = headers or best(sheet, range(min(HEADER_WITHIN, len(sheet.rows))), reading.lookup, reading.required)
    if first is None:
        return []
    starts = [first, *_others(sheet, first, reading)]
    tops = [_titles_above(sheet, each.top, after) for each, after in zip(starts, _ends(starts), strict=True)]
    ends = [*tops[1:], len(sheet.rows)]
    found = [
        _read(sheet, replace(part, start=start, end=end), reading)
        for each, start, end in zip(starts, tops, ends, strict=True)
        for part in _abreast(sheet, each, reading)
    ]
    return [found[0], *(_under_its_title(sheet, found[0], table) for table in found[1:])]


def _under_its_title(sheet: Sheet, first: Found, table: Found) -> Found:
    """A table further down, of the body that the title of the sheet names; not one of people who wait."""
    own = {constant.field for constant in table.constants}
    titles = " ".join(lone_text(row) for row in sheet.rows[table.start : table.headers.top])
    if BODY in own or not table.start or _WAITS.search(fold(titles)):
        return table
    above = tuple(
        one for one in first.constants if one.field in (BODY, _MODE, _LAST_DAY) and one.at < first.headers.top
    )
    return replace(table, constants=(*above, *table.constants))


def _ends(starts: Sequence[Headers]) -> list[int]:
    """For each of these headers the row after the headers before."""
    return [0, *(each.bottom + 1 for each in starts[:-1])]


def _others(sheet: Sheet, first: Headers, reading: TableReading) -> Iterator[Headers]:
    """Headers further down, of other columns: after a blank row, or under a title."""
    current = first
    row = first.bottom + 1
    while row < len(sheet.rows):
        above = sheet.rows[row - 1]
        if row - 1 > current.bottom and is_sparse(above) and (not filled(above) or lone_text(above)):
            other = _other(sheet, row, current, reading)
            if other is not None:
                yield other
                current = other
                row = other.bottom
        row += 1


def _other(sheet: Sheet, row: int, current: Headers, reading: TableReading) -> Headers | None:
    cells = filled(sheet.rows[row])
    if len(cells) < 2 or not all(isinstance(cell, str) for _, cell in cells[:2]):
        return None
    if leaving.is_repeated(sheet.rows[row], current, at(sheet, current.bottom), at(sheet, current.top)):
        return None
    headers = best(sheet, (row, row + 1), reading.lookup, reading.required)
    if headers is None or headers.top != row:
        return None
    names = headers.names(reading.lookup)
    return headers if len(names) > 1 and 2 * len(names) >= headers.count and headers.keys != current.keys else None


def _titles_above(sheet: Sheet, top: int, after: int) -> int:
    """The first of the titles right above a row, not before `after`; the first table has all that is above."""
    if not after:
        return 0
    start = top
    while start > after and lone_text(sheet.rows[start - 1]):
        start -= 1
    return start


def _abreast(sheet: Sheet, headers: Headers, reading: TableReading) -> list[Found]:
    """A table, or those that stand side by side: parted by a column without header, each with all that one needs."""
    parts: list[list[int]] = [[]]
    for index, text in enumerate(headers.texts):
        if text:
            parts[-1].append(index)
        elif parts[-1]:
            parts.append([])
    parts = [part for part in parts if part]
    names = [{reading.lookup(headers.texts[index]) for index in part} for part in parts]
    needed = [group for group in reading.required if BODY not in group]
    if len(parts) < 2 or not needed or not all(found & set(group) for found in names for group in needed):
        return [Found(headers, 0, 0)]
    if all(len({headers.texts[index].rpartition(LINK)[0] for index in part} - {""}) == 1 for part in parts):
        headers = at(sheet, headers.bottom)  # what stands above the columns of each is its title
    found = []
    for number, part in enumerate(parts):
        first, last = (part[0] if number else 0), (parts[number + 1][0] if number + 1 < len(parts) else None)
        texts = tuple(text if index in part else "" for index, text in enumerate(headers.texts))
        found.append(Found(replace(headers, texts=texts), 0, 0, first, last))
    return found


# ---- The rows of a table --------------------------------------------------------------------------------------------


def _read(sheet: Sheet, table: Found, reading: TableReading) -> Found:
    """The table with the fate of its rows."""
    headers = table.headers
    names = reading.names_of(headers)
    reading = replace(reading, said=reading.said | {name for name in names if name})
    rows = _Rows(sheet, table, reading)
    rows.titles()
    rows.lines(at(sheet, headers.bottom), at(sheet, headers.top))
    rows.foot(names)
    doubtful = frozenset(rows.doubtful - rows.left.keys())
    return replace(table, left=rows.left, doubtful=doubtful, constants=tuple(rows.constants))


class _Rows:
    """The rows of a table, as their fate is told."""

    def __init__(self, sheet: Sheet, table: Found, reading: TableReading) -> None:
        self.sheet, self.table, self.reading = sheet, table, reading
        self.left: dict[int, Reason] = {}
        self.constants: list[Constant] = []
        self.doubtful: set[int] = set()

    def cells(self, row: int) -> Sequence[Cell]:
        return part_of(self.sheet.rows[row], self.table.first, self.table.last)

    @property
    def body(self) -> range:
        return range(self.table.headers.bottom + 1, self.table.end)

    def titles(self) -> None:
        """Those above the headers."""
        for row in range(self.table.start, self.table.headers.top):
            if filled(cells := self.cells(row)):
                said = _said_by_title(cells, row, self.reading)
                self.constants += said
                told = ", ".join(constant.text for constant in said)
                self.left[row] = (leaving.GIVES, {"value": told}) if told else leaving.TITLE

    def lines(self, *lines: Headers) -> None:
        """Those under the headers, whose own lines are given."""
        headers = self.table.headers
        is_other, is_after_blank = False, True
        for row in self.body:
            cells = self.cells(row)
            if not filled(cells):
                is_other, is_after_blank = False, True
                continue
            is_other = is_other or (is_after_blank and leaving.is_like_headers(cells, headers))
            reason = leaving.OTHER_TABLE if is_other else leaving.line_reason(cells, headers, *lines)
            if reason is None and leaving.is_total(cells) is None:
                self.doubtful.add(row)
            elif reason is None:
                reason = self._section(row, is_after_blank=is_after_blank)
            if reason is not None:
                self.left[row] = reason
            is_after_blank = False

    def foot(self, names: Sequence[str | None]) -> None:
        """Those under the last line."""
        for row in reversed(self.body):
            cells = self.cells(row)
            if row in self.left or not filled(cells):
                continue
            reason = leaving.foot_reason(cells, lambda index: index < len(names) and names[index] in _NAMING)
            if reason is None:
                return
            self.left[row] = reason

    def _section(self, row: int, *, is_after_blank: bool) -> Reason | None:
        """Why a row is the title of the lines under it, which take what it says; None for a line."""
        text = lone_text(self.cells(row))
        under = self.body[row - self.body.start + 1 :]
        if not text or self.table.headers.count < 2 or not any(filled(self.cells(low)) for low in under):
            return None
        index = filled(self.cells(row))[0][0]
        beside = self.sheet.rows[row][index + 1 : index + 2]
        is_title = bool(beside) and isinstance(beside[0], MergedCell)
        is_title = is_title or (row + 1 in self.body and leaving.is_repeated(self.cells(row + 1), self.table.headers))
        constant, is_typed = _said_of_section(text, row, self.reading)
        if leaving.is_of_who_waits(text):
            return leaving.TITLE
        if constant is not None and (is_title or is_typed or is_after_blank):
            self.constants.append(constant)
            return leaving.GIVES, {"value": constant.text}
        return leaving.TITLE if is_title else None


def _said_by_title(cells: Sequence[Cell], row: int, reading: TableReading) -> list[Constant]:
    """What a title above a table says of all its lines: « Conseil : » beside a name, or a name within its words."""
    texts = [text for _, cell in filled(cells) if (text := shown(cell))]
    return [
        *_named_by_title(texts, row, reading),
        *_mode_of_title(texts, row, reading),
        *_last_day_of_title(texts, row, reading),
    ]


def _last_day_of_title(texts: Sequence[str], row: int, reading: TableReading) -> list[Constant]:
    """« Conseil des enfants – année scolaire 2025-2026 »: its mandates go to 31 August."""
    years = next((match for text in texts if (match := _SCHOOL_YEAR.search(fold(text)))), None)
    is_free = reading.lookup(_LAST_DAY_COLUMN) == _LAST_DAY and _LAST_DAY not in reading.said
    is_of_mandates = reading.said & _OF_MANDATE or (reading.bodies and any(map(reading.bodies.named_in, texts)))
    if years is None or not is_free or not is_of_mandates or (int(years[1]) + 1) % 100 != int(years[2]):
        return []
    return [Constant(_LAST_DAY, f"31/08/{int(years[1]) + 1}", row)]


def _mode_of_title(texts: Sequence[str], row: int, reading: TableReading) -> list[Constant]:
    """« Tirage au sort du 14 octobre »: by which the members under it were named, where no column says it."""
    is_drawn = any(_DRAW.search(fold(text)) and not leaving.is_of_who_waits(text) for text in texts)
    is_free = reading.lookup(_MODE_COLUMN) == _MODE and _MODE not in reading.said
    return [Constant(_MODE, _DRAWN, row)] if is_drawn and is_free else []


def _named_by_title(texts: Sequence[str], row: int, reading: TableReading) -> list[Constant]:
    found = []
    for place, text in enumerate(texts):
        label, _, value = text.partition(":")
        name = reading.lookup(label.strip()) if len(label) < _LONGEST_LABEL else None
        if name in _SAID_ONCE and name not in reading.said:
            said = value.strip() or (texts[place + 1] if place + 1 < len(texts) else "")
            found += [Constant(name, said, row)] if said else []
    if found or not reading.bodies or BODY in reading.said:
        return found
    only = _said_of_section(texts[0], row, reading)[0] if len(texts) == 1 else None
    if only is not None:
        return [only]
    named = (reading.bodies.named_in(text) for text in texts)
    whole = [one for one in named if one is not None][:1]
    return [Constant(BODY, one.text, row, one.is_sure) for one in whole or _named_beside(texts, reading.bodies)]


def _named_beside(texts: Sequence[str], bodies: BodyNames) -> list[BodyNamed]:
    """« Tirage au sort du 18/09/2026 – conseil de quartier Ménival »: the body that a part of a title names."""
    parts = (part for text in texts for part in _DASH.split(text)[1:] if is_of_a_body(part))
    return [one for part in parts if (one := bodies.named_in(part)) is not None][:1]


def _said_of_section(text: str, row: int, reading: TableReading) -> tuple[Constant | None, bool]:
    """What a title between lines says, and whether it says of what (« Collège Habitants », « CQ Ainay »)."""
    first, *others = text.replace(":", " ").split() or [""]
    name = reading.lookup(first)
    if name in _SAID_ONCE and others and name != BODY and name not in reading.said:
        said = " ".join(others).partition(" – ")[0].partition(" - ")[0].strip("– -")
        return (Constant(name, said, row), True) if said else (None, False)
    named = reading.bodies.named_in(text) if reading.bodies and BODY not in reading.said else None
    return (Constant(BODY, named.text, row, True), named.is_typed) if named and named.is_sure else (None, False)
