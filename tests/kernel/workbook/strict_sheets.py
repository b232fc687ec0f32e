"""What Excel refuses in a sheet and in its tables."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.escape import unescape

from tests.kernel.workbook.strict_parts import by_name, reference_faults, repeated

_ROWS, _COLUMNS = 1_048_576, 16_384
_LONGEST_TEXT = 32_767
_WIDEST, _HIGHEST = 255, 409.5
_MOST_LINKS = 65_530
_LONGEST_LIST, _LONGEST_FORMULA = 255, 8_192
_LIMITS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_TYPES = {"n", "s", "b", "e", "str", "inlineStr", "d"}
_TABLE_NAME = re.compile(r"[^\W\d][\w.]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]|[Cc]")
_LONGEST_HEADER = 255
# The one formula that we write, with its value: what the lines in sight of a column of a table come to.
_SUM = re.compile(r"SUBTOTAL\(109,(T_\w+)\[((?:[^\[\]#']|'[\[\]#'])+)\]\)")
Area = tuple[int, int, int, int]


@dataclass
class Look:
    """A look at a sheet: `titles` are the names of all sheets, `styles` how many there are, `shared` the texts."""

    tree: Any
    titles: Sequence[str]
    styles: int
    shared: Sequence[str]

    @property
    def is_selected(self) -> bool:
        """Whether it says that its tab is chosen."""
        return any(view.get("tabSelected") == "1" for view in by_name(self.tree, "sheetView"))

    @cached_property
    def cells(self) -> dict[str, Any]:
        """The cells by their place."""
        return {cell.get("r"): cell for cell in by_name(self.tree, "c")}

    @property
    def sums(self) -> dict[str, tuple[str, str]]:
        """The tables and columns that cells sum, by the place of the cell."""
        formulas = ((place, cell.find("{*}f")) for place, cell in self.cells.items())
        found = ((place, _SUM.fullmatch(formula.text)) for place, formula in formulas if formula is not None)
        return {place: (sum_[1], re.sub("'(.)", r"\1", sum_[2])) for place, sum_ in found if sum_}

    def faults(self) -> Iterator[str]:
        """A sentence for each fault of the sheet, its tables aside."""
        yield from self._rows()
        for place, cell in self.cells.items():
            yield from (f"{place} {fault}" for fault in self._cell(cell))
        yield from self._widths()
        yield from self._validations()
        merged = [range_boundaries(each.get("ref")) for each in by_name(self.tree, "mergeCell")]
        yield from (f"merged cells overlap at {area}" for area in _overlaps(merged))
        links = [each.get("ref") for each in by_name(self.tree, "hyperlink")]
        if len(links) > _MOST_LINKS:
            yield f"{len(links)} links"
        yield from (f"two links in {place}" for place in repeated(links))
        for name in ("oddHeader", "oddFooter"):
            yield from (
                f"<{name}> is too long" for each in by_name(self.tree, name) if len(each.text or "") > _LONGEST_LIST
            )
        for setup in by_name(self.tree, "pageSetup"):
            if setup.get("orientation", "default") not in ("default", "portrait", "landscape"):
                yield f"no page is {setup.get('orientation')}"
        for pane in by_name(self.tree, "pane"):
            yield from self._pane(pane)

    def _rows(self) -> Iterator[str]:
        last = 0
        for row in by_name(self.tree, "row"):
            number = int(row.get("r"))
            if not last < number <= _ROWS:
                yield f"the row {number} comes after the row {last}"
            last, before = number, 0
            if float(row.get("ht", "0")) > _HIGHEST:
                yield f"the row {number} is too high"
            for cell in row:
                letters, of_row = coordinate_from_string(cell.get("r"))
                column = column_index_from_string(letters)
                if of_row != number or not before < column <= _COLUMNS:
                    yield f"{cell.get('r')} is not in its place"
                before = column

    def _cell(self, cell: Any) -> Iterator[str]:
        kind, value = cell.get("t", "n"), cell.find("{*}v")
        if int(cell.get("s", "0")) >= self.styles:
            yield f"has no style {cell.get('s')}"
        if kind not in _TYPES:
            yield f"is of no type {kind}"
        if (kind == "inlineStr") != (cell.find("{*}is") is not None):
            yield "has a type that is not that of its content"
        if kind == "n" and value is not None and not _is_number(value.text):
            yield f"is no number: {value.text}"
        if kind == "s" and int(value.text) >= len(self.shared):
            yield f"has no shared text {value.text}"
        elif _units(self._text(cell)) > _LONGEST_TEXT:
            yield "is too long"
        formula = cell.find("{*}f")
        if formula is not None and not (_SUM.fullmatch(formula.text) and kind == "n" and value is not None):
            yield f"is a formula: {formula.text}"

    def _widths(self) -> Iterator[str]:
        last = 0
        for each in by_name(self.tree, "col"):
            first, end = int(each.get("min")), int(each.get("max"))
            if not last < first <= end <= _COLUMNS:
                yield f"the widths of the columns {first} to {end} overlap"
            if not 0 <= float(each.get("width", "8")) <= _WIDEST or int(each.get("style", "0")) >= self.styles:
                yield f"no column is like the columns {first} to {end}"
            last = end

    def _validations(self) -> Iterator[str]:
        for rule in by_name(self.tree, "dataValidation"):
            where = rule.get("sqref")
            for name, most in _LIMITS.items():
                if _units(rule.get(name, "")) > most:
                    yield f"{name} of {where} is longer than {most} characters"
            formula = rule.find("{*}formula1")
            if rule.get("type", "none") == "none":
                continue
            if formula is None or not formula.text:
                yield f"the rule of {where} says nothing"
            elif formula.text.startswith('"'):
                if len(formula.text) > _LONGEST_LIST + 2:
                    yield f"the list of {where} is too long"
            else:
                if len(formula.text) > _LONGEST_FORMULA:
                    yield f"the rule of {where} is too long"
                yield from reference_faults(formula.text, list(self.titles))

    def _pane(self, pane: Any) -> Iterator[str]:
        letters, row = coordinate_from_string(pane.get("topLeftCell"))
        split = int(pane.get("xSplit", "0")), int(pane.get("ySplit", "0"))
        if (column_index_from_string(letters), row) < (split[0] + 1, split[1] + 1):
            yield f"it scrolls from {pane.get('topLeftCell')}, which is frozen"

    def table_faults(self, tables: Sequence[Any]) -> Iterator[str]:
        """A sentence for each fault of its tables."""
        areas = [range_boundaries(table.get("ref")) for table in tables]
        merged = [range_boundaries(each.get("ref")) for each in by_name(self.tree, "mergeCell")]
        yield from (f"tables overlap at {area}" for area in _overlaps(areas))
        for table, area in zip(tables, areas, strict=True):
            name = table.get("displayName")
            yield from (f"{name}: {fault}" for fault in self._table(table, area))
            yield from (f"{name}: cells are merged at {other}" for other in merged if _meet(area, other))

    def _table(self, table: Any, area: Area) -> Iterator[str]:
        first, top, last, bottom = area
        name = table.get("displayName")
        if not _TABLE_NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) or table.get("name") != name:
            yield "no table may be called so"
        if bottom <= top:
            yield "it has no line under its headers"
        for filtered in by_name(table, "autoFilter"):
            if filtered.get("ref") != table.get("ref"):
                yield "its filter is not on its cells"
        columns = by_name(table, "tableColumn")
        if len(columns) != last - first + 1:
            yield f"{len(columns)} columns on {last - first + 1}"
        yield from (f"two columns have the number {number}" for number in repeated(each.get("id") for each in columns))
        names = [unescape(each.get("name")) for each in columns]
        yield from self._totals(name, names, bottom)
        yield from (f"two columns are called {each}" for each in repeated(each.casefold() for each in names))
        for index, header in enumerate(names):
            cell = self.cells.get(f"{_letter(first + index)}{top}")
            if cell is None or cell.get("t") not in ("inlineStr", "s"):
                yield f"the header of « {header} » is no text"
            elif unescape(self._text(cell)) != header:
                yield f"the header of « {header} » says « {self._text(cell)} »"
            if not header or _units(header) > _LONGEST_HEADER or "\n" in header:
                yield f"no column may be called « {header} »"

    def _totals(self, table: str, names: Sequence[str], bottom: int) -> Iterator[str]:
        for place, (of, column) in self.sums.items():
            if of == table and column not in names:
                yield f"{place} sums no column of it: {column}"
            if of == table and range_boundaries(place)[1] <= bottom + 1:
                yield f"{place} touches its lines"

    def _text(self, cell: Any) -> str:
        return self.shared[int(cell.find("{*}v").text)] if cell.get("t") == "s" else text_of(cell)


def text_of(holder: Any) -> str:
    """The text that a cell or a shared string holds."""
    return "".join(each.text or "" for each in by_name(holder, "t"))


def _units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _is_number(text: str | None) -> bool:
    try:
        return math.isfinite(float(text or ""))
    except ValueError:
        return False


def _overlaps(areas: Sequence[Area]) -> Iterator[Area]:
    for index, area in enumerate(areas):
        if any(_meet(area, other) for other in areas[:index]):
            yield area


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
