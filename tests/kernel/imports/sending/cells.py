"""What becomes of each cell, and what the preview says of a line, against what a module expects of them.

A cell is lost where its column is not read, or its row is left; one that is expected to be left may be read as long as
the preview quotes it. What a module quotes in `said` (« idem ») the preview quotes too: of that line, or once for the
file, or as a column that it shows.
"""

import re
from collections.abc import Iterable, Sequence

from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.plans import ImportPlan, LineState, PlannedLine
from mdo.kernel.imports.reading.found import ReadTable
from models.text import fold
from tests.kernel.imports.sent.lines import Line

_QUOTED = re.compile(r"«\s*(.+?)\s*»")


def cells_wrong(line: Line, parts: Sequence[PlannedLine], made: ImportPlan, said: Iterable[str]) -> str:
    """What differs of the cells of a row that is a line or a row of headers; nothing where they are as expected."""
    tables = [table for table in made.tables if _is_in(line, table)]
    if not tables or (parts and all(part.state is LineState.LEFT for part in parts)):
        return ""
    read = {column.index for table in tables for column in table.columns}
    texts = list(said)
    found = ""
    for at, letter in enumerate(line["cells"]):
        is_kept = at in read
        if letter == "A" and not is_kept and _is_quoted(_text(tables[0], line, at), texts):
            found += "A"  # of a column that is left, one cell of which is asked about
        elif not is_kept and letter in "TA":
            found += "L"
        elif is_kept and letter == "L" and not _is_quoted(_text(tables[0], line, at), texts):
            found += "T"
        else:
            found += letter
    return found if found != line["cells"] else ""


def _is_in(line: Line, table: ReadTable) -> bool:
    is_there = line["row"] in table.rows or line["row"] == table.header_line
    return is_there and line["sheet"] in (table.sheet, "csv")


def _text(table: ReadTable, line: Line, at: int) -> str:
    row = table.headers if line["row"] == table.header_line else table.rows[line["row"]]
    return shown(row[at]) if at < len(row) else ""


def columns_shown(made: ImportPlan) -> list[str]:
    """The headers that the step of the columns shows."""
    return [column.header for table in made.tables for column in (*table.columns, *table.unread)]


def unsaid(line: Line, texts: Sequence[str]) -> list[str]:
    """What `said` quotes and no text of the preview holds."""
    quoted = (each for text in line.get("said", ()) for each in _QUOTED.findall(text))
    return [each for each in quoted if not _is_quoted(each, texts)]


def _is_quoted(words: str, texts: Iterable[str]) -> bool:
    if fold(words):
        return any(fold(words) in fold(text) for text in texts)
    return any(f"« {words} »" in text.replace("\u00a0", " ") for text in texts)
