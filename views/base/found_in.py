"""Why a row of a search is there, where none of the cells that the list shows says so."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.tables import TABLES
from mdo.kernel.search.near import resembling
from models.text import fold
from views.base.catalogues import gettext
from views.base.listing import ListState
from views.base.pages import Row
from views.base.words import value_in_words

_LONGEST = 60  # characters of what was found
_BEFORE = 20  # of them, those before the word
_MOST = 2


def searched_columns(model: Any, columns: Sequence[Column], state: ListState) -> tuple[Column, ...]:
    """The columns that a search looks in and that are not shown: the rows of the page read them too."""
    table = TABLES.get(model)
    if not state.query or table is None or table.source is None:
        return ()
    names = {part for path in table.source.paths for part in path.split(".")}
    return tuple(column for column in columns if column.name in names and column.name not in state.columns)


def with_reasons(
    lines: Sequence[Row],
    rows: Sequence[Any],
    columns: Sequence[Column],
    query: str,
    today: dt.date,
    *,
    is_near: bool = False,
) -> tuple[Row, ...]:
    """The lines of a search, each with the hidden cells that hold a word of it, or one like it, that no cell shows."""
    held = resembling if is_near else _holds
    words = fold(query).split()
    found = []
    for line, row in zip(lines, rows, strict=True):
        shown = " ".join((*(cell.text for cell in line.cells), line.apart))
        missing = [word for word in words if not held(word, shown)]
        why = []
        for column in columns if missing else ():
            value = " ".join(value_in_words(column.value(row, today), column.kind).split())
            word = next(filter(None, (held(word, value) for word in missing)), "")
            if word:
                why.append(gettext("%(label)s: %(value)s", label=gettext(column.label), value=_around(value, word)))
        found.append(replace(line, why=" · ".join(why[:_MOST])) if why else line)
    return tuple(found)


def _holds(word: str, value: str) -> str:
    text = fold(value)
    return word if word in text or word in text.replace(" ", "") else ""


def _around(value: str, word: str) -> str:
    """A long value, where the word stands in it."""
    if len(value) <= _LONGEST:
        return value
    begin = max(0, min(fold(value).find(word) - _BEFORE, len(value) - _LONGEST))
    end = begin + _LONGEST
    return f"{'…' if begin else ''}{value[begin:end].strip()}{'…' if end < len(value) else ''}"
