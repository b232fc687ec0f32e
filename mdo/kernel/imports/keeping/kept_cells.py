"""The cells of the lines of a kept plan, as a person may correct them, and the lines that say the same wrong thing."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from mdo.kernel.imports.keeping.corrections import Place, Said
from mdo.kernel.imports.keeping.kept_columns import KeptColumn
from mdo.kernel.imports.keeping.kept_lines import DamagedPlan, line_of, lines_of
from mdo.kernel.imports.keeping.stored import StoredHead
from mdo.kernel.imports.plans import LineState

_AT = re.compile(r'\{"at": \[("(?:[^"\\]|\\.)*"), (\d+)\]')
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
    """The columns of the tables in which a line stands: several, where they are side by side."""
    return [one for one in head.columns if one.sheet == sheet and one.header_line < line <= one.last_line]


def held_in_fields(path: Path, lines: Collection[tuple[str, int]]) -> dict[Place, str]:
    """What the fields of the cells of these lines (sheet, number) hold."""
    found: dict[Place, str] = {}
    numbers = {number for _, number in lines}
    for text in lines_of(path) if lines else ():
        at = _AT.match(text.split("\t", 3)[-1])
        if at is None or int(at[2]) not in numbers:
            continue
        sheet, number = json.loads(at[1]), int(at[2])
        if (sheet, number) in lines:
            for column, said in enumerate(cells_of(text)):
                found[Place(sheet, number, column)] = said if isinstance(said, str) else ""
    return found


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
