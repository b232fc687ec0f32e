"""The cells of the lines of a kept plan, as a person may correct them, and the lines that say the same wrong thing."""

import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from mdo.kernel.imports.keeping.corrections import CellPlace, Said
from mdo.kernel.imports.keeping.kept_columns import KeptColumn, Like, shown_at
from mdo.kernel.imports.keeping.kept_lines import DamagedPlan, lines_of
from mdo.kernel.imports.keeping.stored import StoredHead
from mdo.kernel.imports.plans import LineState

_AT = re.compile(r'\{"at": \[("(?:[^"\\]|\\.)*"), (\d+)[,\]]')
_ERRORS = '"errors": '  # no text of a line holds it: its quotation marks are escaped there
_PARTS = 4  # of a kept line: marks, words, cells, content
_json = json.JSONDecoder()


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


def held_in_fields(path: Path, lines: Collection[tuple[str, int]]) -> dict[CellPlace, str]:
    """What the fields of the cells of these lines (sheet, number) hold."""
    found: dict[CellPlace, str] = {}
    numbers = {number for _, number in lines}
    for text in lines_of(path) if lines else ():
        at = _AT.match(text.split("\t", 3)[-1])
        if at is None or int(at[2]) not in numbers:
            continue
        sheet, number = json.loads(at[1]), int(at[2])
        if (sheet, number) in lines:
            for column, said in enumerate(cells_of(text)):
                found[CellPlace(sheet, number, column)] = said if isinstance(said, str) else ""
    return found


def _wrong_in(text: str) -> tuple[str, int, set[str]]:
    """Of a kept line its sheet, its number and the headers of its errors, without reading the rest of it.

    Of 50,000 lines that say the same, the rest takes a second. Raises DamagedPlan when it cannot be read.
    """
    content = text.split("\t", 3)[-1]
    at = _AT.match(content)
    try:
        errors, _ = _json.raw_decode(content, content.index(_ERRORS) + len(_ERRORS))
        return json.loads(at[1] if at else ""), int(at[2] if at else 0), {error[2] for error in errors}
    except (ValueError, LookupError, TypeError) as error:
        raise DamagedPlan from error


def lines_like(path: Path, wanted: Iterable[Like]) -> dict[Like, list[int]]:
    """For each of these cells, the numbers of the lines in error at its column that say the same there."""
    found: dict[Like, dict[int, None]] = {like: {} for like in wanted}
    columns = {like[:3] for like in found}
    for text in lines_of(path, LineState.ERROR) if found else ():
        cells = cells_of(text)
        alike = [like for at in columns if (like := Like(*at, shown_at(cells, at[1]))) in found]
        if not alike:
            continue
        sheet, number, headers = _wrong_in(text)
        for like in alike:
            if like.sheet == sheet and like.header in headers:
                found[like][number] = None
    return {like: list(numbers) for like, numbers in found.items()}
