"""Finds the rows of headers of a sheet: one row, or two of which the first groups the columns of the second."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from mdo.kernel.imports.cells.values import shown
from mdo.kernel.workbook.reader import Cell, MergedCell, Sheet
from models.text import fold

HEADER_WITHIN = 20
LINK = " – "  # between the title of a group and that of a column
_MIN_RECOGNISED = 2
# « Vos coordonnées [Nom] », as LimeSurvey writes the parts of a question.
_SUB_QUESTION = re.compile(r"\[([^\[\]]+)\]\s*$")
_ARR = re.compile(r"arr(?:d?t)?s?\b\.?\s*", re.IGNORECASE)  # « Arrt de l’instance »
Required = Sequence[tuple[str, ...]]
Lookup = Callable[[str], str | None]  # the field that a header names


@dataclass(frozen=True)
class Headers:
    """Headers of a table by column, on the rows from `top` to `bottom`, from 0."""

    top: int
    bottom: int
    texts: tuple[str, ...]

    def names(self, lookup: Lookup) -> set[str]:
        """The fields that they name; of two columns of one field, that under a title may be what the title names."""
        found: set[str] = set()
        for text in filter(None, self.texts):
            name = lookup(text)
            if name in found and LINK in text:
                name = lookup(text.rpartition(LINK)[0]) or name
            found |= {name} if name is not None else set()
        return found

    @property
    def count(self) -> int:
        """How many columns bear one."""
        return sum(map(bool, self.texts))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Their keys, blank where a column has none."""
        return tuple(header_key(text) for text in self.texts)


def header_key(text: str) -> str:
    """A header without case, accents, punctuation or link between its words."""
    return fold(text).replace(" ", "").replace(".", "")


@cache
def declared_key(name: str) -> str:
    """The key of a name that a field declares: the same thousand names are asked for with each file."""
    return header_key(name)


def last_part(header: str) -> str:
    """What a header says under the title of a group, or as a part of a question, in brackets."""
    match = _SUB_QUESTION.search(header)
    return match[1].strip() if match else header.rpartition(LINK)[2]


def keys_of(header: str) -> list[str]:
    """The keys that a header may be known by: its own, that of its part under the title of a group, without plural."""
    keys = dict.fromkeys((header_key(header), header_key(last_part(header))))
    if _ARR.match(header):
        keys[header_key(_ARR.sub("arrondissement ", header, count=1))] = None
    return list(dict.fromkeys([*keys, *(key.removesuffix("s") for key in keys)]))


def headers_of(sheet: Sheet, row: int) -> list[str]:
    """The headers of a row: those merged with the row above count, those merged with the cell on the left are blank."""
    cells: Sequence[Cell] = sheet.rows[row] if 0 <= row < len(sheet.rows) else ()
    headers: list[str] = []
    for index, cell in enumerate(cells):
        left = cells[index - 1] if index else None
        is_under_one = isinstance(cell, MergedCell) and left is not None and shown(left) == shown(cell)
        headers.append("" if is_under_one else shown(cell))
    return headers


def at(sheet: Sheet, row: int, top: int | None = None) -> Headers:
    """The headers that end at a row, and begin at the one above where that is said to."""
    single = Headers(row, row, tuple(headers_of(sheet, row)))
    if top is None or top == row:
        return single
    grouped = _grouped(sheet, top)
    return grouped or single


def best(sheet: Sheet, rows: Iterable[int], lookup: Lookup, required: Required) -> Headers | None:
    """Those, among headers that end at these rows, that name most columns: several, all they hold, or all one needs.

    Several that say all one needs go before more that do not: titles name bodies above the headers of each table.
    """
    found, found_rank = None, (False, 0)
    for row in rows:
        for headers, names, count in _candidates(sheet, row, lookup):
            is_enough = len(names) >= _MIN_RECOGNISED or (len(names) == count and not _has_figures(sheet, row))
            is_all = all(names & set(group) for group in required)
            rank = is_all and len(names) >= _MIN_RECOGNISED, len(names)
            if rank > found_rank and (is_enough or is_all):
                found, found_rank = headers, rank
    return found


def _has_figures(sheet: Sheet, row: int) -> bool:
    """Whether a row holds numbers that are no years: « Brotteaux, 12, 9 » heads nothing."""
    return any(isinstance(cell, float) for cell in sheet.rows[row]) and not _are_years(sheet.rows[row])


def _candidates(sheet: Sheet, row: int, lookup: Lookup) -> Iterable[tuple[Headers, set[str], int]]:
    """The headers that end at a row: its own, or with the row above where both make one header that names more.

    Each comes with the fields that it names and the number of its texts.
    """
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    if not any(isinstance(cell, str | MergedCell) for cell in cells):
        return
    single, told = _single(sheet, row)
    names = told.names(lookup)
    grouped = _grouped(sheet, row - 1) if row else None
    if grouped is not None:
        more = grouped.names(lookup)
        alone = max(len(names), len(_single(sheet, row - 1)[1].names(lookup)))
        if len(more) > alone or (more and len(more) == alone and _is_merged(sheet, row - 1)):
            yield grouped, more, grouped.count
            return
    yield single, names, told.count


def _single(sheet: Sheet, row: int) -> tuple[Headers, Headers]:
    """The headers of a row, and those of its cells that are text."""
    headers = at(sheet, row)
    cells = sheet.rows[row]
    years = _are_years(cells)
    texts = tuple(
        text if isinstance(cell, str | MergedCell) or (years and isinstance(cell, float)) else ""
        for cell, text in zip(cells, headers.texts, strict=True)
    )
    return headers, replace(headers, texts=texts)


def _are_years(cells: Sequence[Cell]) -> bool:
    """Whether the numbers of a row are years that follow each other, once or, of tables abreast, several times."""
    numbers = [cell for cell in cells if isinstance(cell, float)]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) > 1 and all(1990 <= number < 2100 for number in numbers) and max(steps) == 1


def _is_merged(sheet: Sheet, row: int) -> bool:
    """Whether a row holds a cell merged with the next one."""
    cells = sheet.rows[row]
    return any(isinstance(cell, MergedCell) and index and cells[index - 1] for index, cell in enumerate(cells))


def _grouped(sheet: Sheet, top: int) -> Headers | None:
    """The headers of two lines that begin at a row: titles of several columns, over a title for each column."""
    if top + 1 >= len(sheet.rows):
        return None
    upper, lower = list(sheet.rows[top]), list(sheet.rows[top + 1])
    width = max(len(upper), len(lower))
    upper += [None] * (width - len(upper))
    lower += [None] * (width - len(lower))
    if any(cell is not None and not isinstance(cell, str | MergedCell) for cell in upper):
        return None
    group, texts, spans = "", [], dict[str, int]()
    for index, (over, under) in enumerate(zip(upper, lower, strict=True)):
        own = shown(over)
        if own and not (isinstance(over, MergedCell) and own == group):
            group = own
        elif not own and not shown(under):
            group = ""
        is_upright = isinstance(under, MergedCell) and shown(under) == own
        said = "" if is_upright else shown(under)
        if said and group:
            spans[group] = spans.get(group, 0) + 1
            texts.append(f"{group}{LINK}{said}")
        else:
            is_first = own and not (isinstance(over, MergedCell) and index and shown(upper[index - 1]) == own)
            texts.append(said or (own if is_first else ""))
        if is_upright:
            group = ""
    titles = {shown(cell) for cell in upper} - {""}
    if len(titles) < _MIN_RECOGNISED and not (spans and any(text and LINK not in text for text in texts)):
        return None
    return Headers(top, top + 1, tuple(texts)) if any(count > 1 for count in spans.values()) else None
