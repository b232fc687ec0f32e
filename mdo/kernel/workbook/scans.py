"""What the XML of a sheet says of its cells before calamine builds them: the furthest, faults, merges, marks.

Part of the child process (`parse`). `<dimension>` is never read: it may lie. calamine builds the whole rectangle up to
the furthest cell.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from itertools import islice, product

from mdo.kernel.workbook.marks import MAX_COMMENT, MAX_COMMENTS, MAX_MARKS, MarkedCells
from mdo.kernel.workbook.packages import RefusedError

MAX_FAULTS = 10_000
MAX_MERGES = 2_000
MAX_MERGED_CELLS = 200_000
_DIGITS = "0123456789"

# First row, first column, last row, last column, from 0.
Merge = tuple[int, int, int, int]


@dataclass
class ScannedSheet:
    """What a sheet holds beside its values: faults as (row, column, code), merged ranges, marks, what is hidden.

    All count from 0; `hidden_columns` are ranges, `comments` texts by cell, `marks` as `MarkedCells.taken` tells them.
    """

    limits: dict[str, int]
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    marks: list[list[object]] = field(default_factory=list)
    partly_struck: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    is_filtered: bool = False

    def strike(self, rows: range, columns: range) -> None:
        """Notes cells of which a part of the text is struck through, counted from 0."""
        self.partly_struck += islice(product(rows, columns), MAX_MARKS - len(self.partly_struck))

    def comment(self, row: int, column: int, text: str) -> None:
        """Notes what someone wrote beside a cell, counted from 0."""
        if text.strip() and len(self.comments) < MAX_COMMENTS:
            self.comments[row, column] = text.strip()[:MAX_COMMENT]

    def told(self) -> dict[str, object]:
        """All of it as JSON, none of it beyond the filled cells. Raises RefusedError for merges that are too large."""
        return {
            "faults": self.faults,
            "merges": self.merges_of_the_table(),
            "marks": self.marks,
            "partly_struck": self.partly_struck,
            "comments": [
                (row, column, text)
                for (row, column), text in self.comments.items()
                if row < self.last_row and column < self.last_column
            ],
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": self._columns_hidden(),
            "is_filtered": self.is_filtered,
        }

    def _columns_hidden(self) -> list[int]:
        found: list[int] = []
        after = 0
        for first, last in sorted(self.hidden_columns):
            found.extend(range(max(first, after), min(last + 1, self.last_column)))
            after = max(after, last + 1)
        return found

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
    """The cells of a sheet of an .xlsx file; `struck_texts` are shared texts of which a part is struck through."""

    def __init__(self, limits: dict[str, int], marked: MarkedCells, struck_texts: Container[str] = ()) -> None:
        self.found = ScannedSheet(limits)
        self._marked = marked
        self._struck_texts = struck_texts
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._type = self._style = self._value = ""
        self._has_formula = self._has_value = self._is_in_value = self._is_hidden = self._is_struck = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._go_to(attributes.get("r"))
            self._type, self._style, self._value = attributes.get("t", ""), attributes.get("s", ""), ""
            self._has_formula = self._has_value = self._is_struck = False
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            self._is_hidden = _is_hidden(attributes, "ht")
        elif name == "v":
            self._is_in_value = True
        elif name == "is":
            self._has_value = True
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "f":
            self._has_formula = True
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.found.merge(*self.place(first), *self.place(last or first))
        elif name == "filterColumn":
            self.found.is_filtered = True
        elif name == "col" and _is_hidden(attributes, "width"):
            self.found.hidden_columns.append((int(attributes.get("min", 1)) - 1, int(attributes.get("max", 1)) - 1))

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._has_value = True
            if self._struck_texts:
                self._value += data

    def end(self, name: str) -> None:
        self._is_in_value = False
        if name == "c" and (self._has_value or self._has_formula):
            is_blank = not self._has_value and self._type != "str"
            self.found.fill(self._row, self._column, "error" if self._type == "e" else "formula" if is_blank else "")
            if self._is_hidden:
                self.found.hidden_rows.add(self._row - 1)
            self._marked.add(self._style, self._row - 1, self._column - 1)
            if self._is_struck or (self._type == "s" and self._value in self._struck_texts):
                self.found.strike(range(self._row - 1, self._row), range(self._column - 1, self._column))

    def start_of_table(self, name: str, attributes: dict[str, str]) -> None:
        """An element of a table of the sheet, whose filter stands in a part of its own."""
        self.found.is_filtered |= name == "filterColumn"

    def _go_to(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self.place(reference)

    def place(self, reference: str) -> tuple[int, int]:
        """The row and the column of « B3 », from 1."""
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


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden: it says so, or has no height or width."""
    return attributes.get("hidden") in ("1", "true") or (size in attributes and not float(attributes[size]))


class StruckTextScan:
    """The shared texts of an .xlsx file of which a part, or all, is struck through by its own letters."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._number = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._number += 1
        elif name == "strike" and attributes.get("val", "1") not in ("0", "false"):
            self.found.add(str(self._number))


class CommentScan:
    """The comments of a sheet of an .xlsx file by reference (« B3 »); of a thread all that it says."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._reference = self._text = ""
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            self._reference, self._text = attributes.get("ref", ""), ""
        self._is_text = name in ("t", "text")

    def text(self, data: str) -> None:
        if self._is_text and len(self._text) < MAX_COMMENT:
            self._text += data

    def end(self, name: str) -> None:
        if name in ("comment", "threadedComment") and len(self.found) < MAX_COMMENTS:
            before = self.found.get(self._reference)
            self.found[self._reference] = f"{before}\n{self._text}"[:MAX_COMMENT] if before else self._text
        self._is_text = self._is_text and name not in ("t", "text")
