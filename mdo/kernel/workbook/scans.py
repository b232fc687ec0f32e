"""What the XML of a sheet says of its cells before calamine builds them: the furthest, the faults, the merges.

Part of the child process (`parse`). `<dimension>` is never read: it may lie. calamine builds the whole rectangle up to
the furthest cell.
"""

from dataclasses import dataclass, field

from mdo.kernel.workbook.packages import RefusedError

MAX_FAULTS = 10_000
MAX_MERGES = 2_000
MAX_MERGED_CELLS = 200_000
_DIGITS = "0123456789"

# First row, first column, last row, last column, from 0.
Merge = tuple[int, int, int, int]


@dataclass
class ScannedSheet:
    """What a sheet holds beside its values: faults as (row, column, code) and merged ranges, both from 0."""

    limits: dict[str, int]
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0

    def fill(self, row: int, column: int, fault: str = "") -> None:
        """Notes a filled cell, counted from 1. Raises RefusedError beyond the limits."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.last_row > self.limits["rows"]:
            raise RefusedError("rows")
        if self.last_row * self.last_column > self.limits["cells"]:
            raise RefusedError("cells")
        if fault and len(self.faults) < MAX_FAULTS:
            self.faults.append((row - 1, column - 1, fault))

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Notes a merged range, counted from 1. Raises RefusedError when there are too many."""
        if len(self.merges) == MAX_MERGES:
            raise RefusedError("merges")
        self.merges.append((first_row - 1, first_column - 1, last_row - 1, last_column - 1))

    def merges_of_the_table(self) -> list[Merge]:
        """The merged ranges, none of them beyond the filled cells. Raises RefusedError when they are too large."""
        kept = [
            (row, column, min(bottom, self.last_row - 1), min(right, self.last_column - 1))
            for row, column, bottom, right in self.merges
        ]
        cells = sum((bottom - row + 1) * (right - column + 1) for row, column, bottom, right in kept)
        if cells > MAX_MERGED_CELLS:
            raise RefusedError("merges")
        return kept


class SheetScan:
    """The cells of a sheet of an .xlsx file."""

    def __init__(self, limits: dict[str, int]) -> None:
        self.found = ScannedSheet(limits)
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._type = ""
        self._has_formula = self._has_value = self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._go_to(attributes.get("r"))
            self._type = attributes.get("t", "")
            self._has_formula = self._has_value = False
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "v":
            self._is_in_value = True
        elif name == "is":
            self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.found.merge(*self._place(first), *self._place(last or first))

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._has_value = True

    def end(self, name: str) -> None:
        self._is_in_value = False
        if name == "c" and (self._has_value or self._has_formula):
            is_blank = not self._has_value and self._type != "str"
            self.found.fill(self._row, self._column, "error" if self._type == "e" else "formula" if is_blank else "")

    def _go_to(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self._place(reference)

    def _place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                if not "A" <= letter <= "Z":
                    raise RefusedError("damaged")
                column = column * 26 + ord(letter) - ord("A") + 1
            self._columns[letters] = column
        row = int(reference[len(letters) :])
        if not (row > 0 and column > 0):
            raise RefusedError("damaged")
        return row, column


_TABLE = "table"
_CELLS = frozenset(("table-cell", "covered-table-cell"))


class ContentScan:
    """The cells of all the sheets of an .ods file, whose rows and cells may be repeated by a number."""

    def __init__(self, limits: dict[str, int]) -> None:
        self.limits = limits
        self.sheets: dict[str, ScannedSheet] = {}
        self._found = ScannedSheet(limits)
        self._row = self._column = 0
        self._row_repeats = 1
        self._depth = 0
        self._cell: dict[str, str] = {}
        self._is_filled = False
        self._paragraphs = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE:
            self._depth += 1
            if self._depth == 1:
                self._found = self.sheets[attributes.get("table:name", "")] = ScannedSheet(self.limits)
                self._row = 0
        elif name == "table-row":
            self._row_repeats = _number(attributes.get("table:number-rows-repeated"))
            self._column = 0
        elif name in _CELLS:
            self._cell = attributes
            self._is_filled = "office:value-type" in attributes or "table:formula" in attributes
        elif name == "p":
            self._is_filled = True

    def end(self, name: str) -> None:
        if name == _TABLE:
            self._depth -= 1
        elif name == "table-row":
            self._row += self._row_repeats
        elif name in _CELLS:
            self._end_cell()

    def _end_cell(self) -> None:
        repeats = _number(self._cell.get("table:number-columns-repeated"))
        row, column = self._row + 1, self._column + 1
        self._column += repeats
        if self._is_filled:
            self._found.fill(self._row + self._row_repeats, self._column)
            self._found.fill(row, column, self._fault())
        height = _number(self._cell.get("table:number-rows-spanned"))
        width = _number(self._cell.get("table:number-columns-spanned"))
        if height > 1 or width > 1:
            self._found.merge(row, column, row + height - 1, column + width - 1)

    def _fault(self) -> str:
        if self._cell.get("calcext:value-type") == "error":
            return "error"
        return "formula" if "table:formula" in self._cell and "office:value-type" not in self._cell else ""


def _number(text: str | None) -> int:
    number = int(text or 1)
    if number < 1:
        raise RefusedError("damaged")
    return number
