"""The cells of the lines of a kept plan, as a person may correct them, and the lines that say the same wrong thing."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from mdo.kernel.imports.corrections import Said
from mdo.kernel.imports.outcomes import KeptColumn
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.stored import DamagedPlan, StoredHead, line_of, lines_of

_PARTS = 4  # of a kept line: marks, words, cells, content


class Like(NamedTuple):
    """A cell as others may be: its sheet, its column from 0 with its header, what it shows."""

    sheet: str
    column: int
    header: str
    said: str


def cells_of(text: str) -> list[Said]:
    """What the cells of a kept line say, by column. Raises DamagedPlan when it cannot be read."""
    parts = text.split("\t", 3)
    if len(parts) < _PARTS:  # as an earlier version kept it
        return []
    try:
        found: list[Said] = json.loads(parts[2])
    except ValueError as error:
        raise DamagedPlan from error
    return found


def columns_at(head: StoredHead, sheet: str, line: int) -> list[KeptColumn]:
    """The columns of the table in which a line stands."""
    above = [column for column in head.columns if column.sheet == sheet and column.header_line < line]
    last = max((column.header_line for column in above), default=0)
    return [column for column in above if column.header_line == last]


def shown_at(cells: Sequence[Said], column: int) -> str:
    """What a cell shows."""
    said = cells[column] if column < len(cells) else ""
    return said if isinstance(said, str) else said[0]


def lines_like(path: Path, wanted: Iterable[Like]) -> dict[Like, list[int]]:
    """For each of these cells, the numbers of the lines in error at its column that say the same there."""
    found: dict[Like, dict[int, None]] = {like: {} for like in wanted}
    columns = {like[:3] for like in found}
    for text in lines_of(path, LineState.ERROR) if found else ():
        cells = cells_of(text)
        alike = [like for at in columns if (like := Like(*at, shown_at(cells, at[1]))) in found]
        if not alike:
            continue
        line = line_of(text)
        headers = {error.column for error in line.errors}
        for like in alike:
            if like.sheet == line.sheet and like.header in headers:
                found[like][line.number] = None
    return {like: list(numbers) for like, numbers in found.items()}
