"""Lines copied from a workbook, « body, élu·e »: which body each names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mdo.instances.import_fields import ELECTED_FIELDS
from mdo.instances.short_names import short_name
from mdo.kernel.workbook.reader import Sheet
from models.instances import Instance
from models.text import fold

_CELLS = re.compile(r"\t|;")
_MOST_LINES = 1_000
# The words over the column of the élu·es, where the lines have any: those of the import.
_HEADERS = frozenset(
    fold(word) for field in ELECTED_FIELDS if field.name == "elected_official" for word in (*field.synonyms,)
)


def read_pasted(text: str, bodies: Sequence[Instance]) -> tuple[dict[int, str], list[str]]:
    """The names by id of the body, and the lines that name none, or several, as they were written.

    The first cell that names one body says it; the name stands under the header of the élu·es where there is one, else
    in the cell that follows the body, else in the one before.
    """
    by_name: dict[str, set[int]] = defaultdict(set)
    for body in bodies:
        for words in (body.name, body.code, short_name(body.name), *(body.aliases or "").splitlines()):
            if words:
                by_name[fold(words)].add(body.id)
    found: dict[int, str] = {}
    left: list[str] = []
    column: int | None = None
    for line in text.splitlines()[:_MOST_LINES]:
        if not line.strip():
            continue
        cells = [cell.strip() for cell in _CELLS.split(line)]
        at = next((at for at, cell in enumerate(cells) if len(by_name.get(fold(cell), ())) == 1), None)
        if at is None and (named := [at for at, cell in enumerate(cells) if fold(cell) in _HEADERS]):
            column = named[0]
            continue
        if column is not None and at is not None:
            names = [*cells[column : column + 1]]
        else:
            names = [] if at is None else [cell for cell in (*cells[at + 1 : at + 2], *cells[:at][-1:]) if cell]
        if at is None or not names:
            left.append(line.strip())
            continue
        (body_id,) = by_name[fold(cells[at])]
        if names[0]:
            found[body_id] = names[0]
    return found, left


def lines_of(sheets: Iterable[Sheet]) -> str:
    """The rows of a workbook as lines that were copied from it."""
    return "\n".join(
        "\t".join("" if cell is None else " ".join(str(cell).split()) for cell in row)
        for sheet in sheets
        for row in sheet.rows
    )
