"""What the content of an .ods file says of its cells: the furthest, faults, merges, marks, what is hidden.

Part of the child process (`parse`).
"""

from mdo.kernel.workbook.marks import MAX_COMMENT, MarkedCells, OpenStyleScan
from mdo.kernel.workbook.packages import RefusedError
from mdo.kernel.workbook.scans import ScannedSheet

_TABLE = "table"
_CELLS = frozenset(("table-cell", "covered-table-cell"))
_HIDDEN = ("collapse", "filter")


class ContentScan:
    """The cells of all the sheets of an .ods file, whose rows and cells may be repeated by a number."""

    def __init__(self, limits: dict[str, int], styles: OpenStyleScan) -> None:
        self.limits = limits
        self.sheets: dict[str, ScannedSheet] = {}
        self._styles = styles
        self._marked: MarkedCells | None = None
        self._found = ScannedSheet(limits)
        self._row = self._column = 0
        self._row_repeats = 1
        self._is_hidden = False
        self._depth = self._in_comment = 0
        self._row_style = ""
        self._columns: list[tuple[int, str]] = []  # the column after each run, from 0, its style
        self._cell: dict[str, str] = {}
        self._is_filled = self._is_struck = False
        self._comment = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE:
            self._depth += 1
            if self._depth == 1:
                self._marked = self._marked or MarkedCells(self._styles.found)
                self._found = self.sheets[attributes.get("table:name", "")] = ScannedSheet(self.limits)
                self._row, self._columns = 0, []
        elif name == "table-column":
            self._start_column(attributes)
        elif name == "table-row":
            self._row_repeats = _number(attributes.get("table:number-rows-repeated"))
            self._row_style = attributes.get("table:default-cell-style-name", "")
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._found.is_filtered |= attributes.get("table:visibility") == "filter"
            self._column = 0
        elif name in _CELLS:
            self._cell, self._comment, self._is_struck = attributes, "", False
            self._is_filled = "office:value-type" in attributes or "table:formula" in attributes
        elif name == "annotation":
            self._in_comment += 1
        elif name == "p":
            self._is_filled |= not self._in_comment
            self._comment += "\n" if self._in_comment and self._comment else ""
        elif name == "span" and not self._in_comment:
            self._is_struck |= self._styles.found.get(attributes.get("text:style-name", ""), ("", False))[1]
        elif not self._depth:
            self._styles.start(name, attributes)

    def text(self, data: str) -> None:
        if self._in_comment and len(self._comment) < MAX_COMMENT:
            self._comment += data

    def end(self, name: str) -> None:
        if name == _TABLE:
            self._depth -= 1
            if not self._depth and self._marked is not None:
                self._found.marks = self._marked.taken()
        elif name == "table-row":
            self._row += self._row_repeats
        elif name == "annotation":
            self._in_comment -= 1
        elif name in _CELLS:
            self._end_cell()

    def _start_column(self, attributes: dict[str, str]) -> None:
        first = self._columns[-1][0] if self._columns else 0
        last = first + _number(attributes.get("table:number-columns-repeated"))
        self._columns.append((last, attributes.get("table:default-cell-style-name", "")))
        if attributes.get("table:visibility") in _HIDDEN:
            self._found.hidden_columns.append((first, last - 1))

    def _end_cell(self) -> None:
        repeats = _number(self._cell.get("table:number-columns-repeated"))
        row, column = self._row + 1, self._column + 1
        self._column += repeats
        if self._is_filled:
            self._found.fill(self._row + self._row_repeats, self._column)
            self._found.fill(row, column, self._fault())
            self._mark(range(row - 1, row - 1 + self._row_repeats), range(column - 1, self._column))
        if self._comment:
            self._found.comment(row - 1, column - 1, self._comment)
        height = _number(self._cell.get("table:number-rows-spanned"))
        width = _number(self._cell.get("table:number-columns-spanned"))
        if height > 1 or width > 1:
            self._found.merge(row, column, row + height - 1, column + width - 1)

    def _mark(self, rows: range, columns: range) -> None:
        if self._is_hidden:
            self._found.hidden_rows.update(rows)
        style = self._cell.get("table:style-name") or self._row_style
        if not style:
            style = next((name for end, name in self._columns if end > columns.start), "")
        if self._is_struck:
            self._found.strike(rows, columns)
        if self._marked is not None and style in self._marked.styles:
            for row in rows:
                for column in columns:
                    self._marked.add(style, row, column)

    def _fault(self) -> str:
        if self._cell.get("calcext:value-type") == "error":
            return "error"
        return "formula" if "table:formula" in self._cell and "office:value-type" not in self._cell else ""


def _number(text: str | None) -> int:
    number = int(text or 1)
    if number < 1:
        raise RefusedError("damaged")
    return number
