"""Lines copied from a workbook, « body, élu·e »: which body each names."""

import re
from collections import defaultdict
from collections.abc import Sequence

from mdo.instances.short_names import short_name
from models.instances import Instance
from models.text import fold

_CELLS = re.compile(r"\t|;")
_MOST_LINES = 1_000


def read_pasted(text: str, bodies: Sequence[Instance]) -> tuple[dict[int, str], list[str]]:
    """The names by id of the body, and the lines that name none, or several, as they were written.

    The first cell that names one body says it; the name is in the one that follows it, else in the one before.
    """
    by_name: dict[str, set[int]] = defaultdict(set)
    for body in bodies:
        for words in (body.name, body.code, short_name(body.name), *(body.aliases or "").splitlines()):
            if words:
                by_name[fold(words)].add(body.id)
    found: dict[int, str] = {}
    left: list[str] = []
    for line in text.splitlines()[:_MOST_LINES]:
        if not line.strip():
            continue
        cells = [cell.strip() for cell in _CELLS.split(line)]
        at = next((at for at, cell in enumerate(cells) if len(by_name.get(fold(cell), ())) == 1), None)
        names = [] if at is None else [cell for cell in (*cells[at + 1 : at + 2], *cells[:at][-1:]) if cell]
        if at is None or not names:
            left.append(line.strip())
            continue
        (body_id,) = by_name[fold(cells[at])]
        found[body_id] = names[0]
    return found, left
