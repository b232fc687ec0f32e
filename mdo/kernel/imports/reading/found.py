"""What is found in the sheets of a file, and what a person decides of it, as values: tables, columns, texts."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.workbook.reader import Cell

# Why nothing of a row, or of a sheet, is read: message id with its parameters.
Reason = tuple[str, Mapping[str, Any]]


class Origin(enum.StrEnum):
    """How it was found what a column says."""

    KNOWN = "known"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    COMPUTED = "computed"
    UNKNOWN = "unknown"
    NEVER = "never"  # numbers that the register never keeps
    SHAPED = "shaped"  # of a block: each filled cell says something of its own (`mdo.kernel.imports.reading.shapes`)
    FORM = "form"  # written by the form, not by who answered
    ORDER = "order"  # an order of lines, that the register does not keep


# What is chosen of a column that is to be read as the block that it belongs to.
AS_SHAPED = "*"


@dataclass(frozen=True)
class FoundColumn:
    """A column with a header: its place from 0, the header, the field that it says or None when it is left aside.

    One of a `block` bears a `part` of its row: the substitute, a body, a year, a day; `gives` are the fields of which
    its header speaks too.
    """

    index: int
    header: str
    field: str | None
    origin: Origin
    part: str = ""
    block: str = ""
    gives: tuple[str, ...] = ()
    is_chosen: bool = False  # by who looked at this file, or at one before it: to be read as a block

    @property
    def is_read(self) -> bool:
        """Whether its cells say something that is kept."""
        return self.field is not None or self.origin is Origin.SHAPED


def first_of(columns: Iterable[FoundColumn]) -> int:
    """The place of the first of these columns, from 0."""
    return min((column.index for column in columns), default=0)


@dataclass(frozen=True)
class Constant:
    """What all the lines under a row say of a field, that no column says: the text of a title, the name of a sheet.

    `at` is the row from 0; -1 for the name of the sheet and for what a person typed. It `is_sure` where it names one
    row of the register.
    """

    field: str
    text: str
    at: int = -1
    is_sure: bool = False


@dataclass(frozen=True)
class SheetLayout:
    """A table of a sheet: where its headers stand, from 0 (None: nothing is read), and what each column says.

    Tables of a sheet are numbered from 1. Its headers may begin a row above, at `top`; it goes from the row `start`,
    with its titles, to before `end`, and from the column `first` to before `last` (None: to the end). `left` are rows
    without data, with the reason, `doubtful` those that may be totals; `constants` what titles say, in their order.
    `aside` says why nothing is read. Of one that `is_whole`, each row is a line.
    """

    sheet: str
    header_row: int | None
    columns: tuple[FoundColumn, ...] = ()
    table: int = 1
    top: int | None = None
    start: int = 0
    end: int | None = None
    first: int = 0
    last: int | None = None
    left: Mapping[int, Reason] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()
    constants: tuple[Constant, ...] = ()
    aside: Reason | None = None
    is_whole: bool = False


@dataclass(frozen=True)
class SheetChoice:
    """What a person decides of a table: the row of its headers, the field of some columns, what all its lines say.

    Without a row it is left aside, unless it `is_taken`: then its headers are found. `constants` are texts by field, an
    empty one for none. `others` are the other tables of the sheet, by number.
    """

    header_row: int | None
    columns: Mapping[int, str | None] = field(default_factory=dict)
    is_taken: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[int, "SheetChoice"] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadTable:
    """A table found in a sheet: where its headers stand and which columns are ignored because nobody knows them.

    `columns` are those that are read, `unread` the others. Its headers stand from `top_line` to `header_line`, as Excel
    numbers them; `given` is what its lines say by no column of their own, as headers and texts by line.
    """

    sheet: str
    above: Sequence[Sequence[Cell]]
    headers: Sequence[Cell]
    rows: Mapping[int, Sequence[Cell]]  # by line number of Excel
    unknown_columns: tuple[str, ...]
    columns: tuple[FoundColumn, ...] = ()
    header_line: int = 1
    top_line: int = 1
    unread: tuple[FoundColumn, ...] = ()
    given: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Its first column with a header, by which its lines are told from those of a table abreast."""
        return first_of((*self.columns, *self.unread))

    def holds(self, sheet: str, number: int, first: int | None) -> bool:
        """Whether a line of a sheet, of the table that begins at a column, is one of its rows."""
        return first in (None, self.first) and sheet == self.sheet and number in self.rows
