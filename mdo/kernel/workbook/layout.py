"""What a workbook holds, declared: sheets, their columns and rows, drop-downs, help, locks. The writer draws it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mdo.kernel.base.messages import Translate
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.summaries import Summary

LAST_ROW = 1_048_576  # of a sheet


class Visibility(StrEnum):
    """Whether one sees a sheet, may unhide it, or can reach it by a program alone."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet: headers, then one row for each of `rows`, which are consumed one batch at a time.

    The keys of `choices`, `helps` and `locked` are names of columns; their texts are in the reader's language.
    `choices` are the values of a drop-down (`is_strict`: no other value may be typed). `helps` is shown when one
    selects a cell. With `locked`, the sheet is protected, without a password, and these columns alone cannot be
    changed; those of them that are `open_below` can be filled under the table. `spare_rows` blank rows under the table
    have the same drop-downs and help. `hidden` columns hold what only the application reads. `above` are rows over the
    headers. `is_table` makes it a real table, with filters; with `has_totals` what its columns sum to stands below it.
    The first `frozen` columns stay in sight, and come again on each page. Rows that `shut` tells are shaded, and locked
    whatever their columns are.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_strict: bool = True
    helps: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] | None = None
    open_below: frozenset[str] = frozenset()
    spare_rows: int = 0
    visibility: Visibility = Visibility.VISIBLE
    is_table: bool = True
    hidden: frozenset[str] = frozenset()
    above: Sequence[Sequence[Any]] = ()
    has_totals: bool = False
    frozen: int = 1
    shut: Callable[[Any], bool] | None = None

    @property
    def header_row(self) -> int:
        """The row of Excel in which the headers stand."""
        return len(self.above) + 1

    def totals_row(self, count: int) -> int | None:
        """The row of the sums of so many rows, None where there are none.

        A blank one parts it from the table: LibreOffice takes all that touches a table for lines to filter and sort.
        """
        row = self.header_row + count + 2
        summed = {column.sums for column in self.columns}
        return row if self.has_totals and count and summed == {True, False} and row <= LAST_ROW else None


@dataclass(frozen=True)
class Book:
    """A workbook: sheets, and what its properties and its sheet « À propos » say.

    `summaries` are small tables of figures, each on a sheet of its own after the others, with its chart. `about` are
    pairs of a label and words and `filters` words, in the reader's language; without `has_about` there is no such
    sheet. `now` is the moment of the export.
    """

    title: str
    sheets: Sequence[WrittenSheet]
    today: dt.date
    translate: Translate
    now: dt.datetime
    about: Sequence[tuple[str, str]] = ()
    filters: str = ""
    author: str = ""
    language: str = "fr"
    has_about: bool = True
    summaries: Sequence[Summary] = ()
