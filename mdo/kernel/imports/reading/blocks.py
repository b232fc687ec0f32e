"""Columns that stand together and say something of a row each: bodies to cross, days, years, a substitute."""

import datetime as dt
import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import is_blank, shown
from mdo.kernel.imports.reading.found import AS_SHAPED, FoundColumn, Origin
from mdo.kernel.imports.reading.header_words import (
    Knows,
    body_of_header,
    day_of_header,
    day_without_year,
    year_of_header,
)
from mdo.kernel.imports.reading.headers import last_part
from mdo.kernel.imports.reading.layout import header_key
from mdo.kernel.imports.reading.leaving import is_figure
from mdo.kernel.imports.words.vocabulary import YES_WORDS
from mdo.kernel.workbook.reader import Cell
from models.text import fold


@dataclass(frozen=True)
class Spreads:
    """How a row of a kind of import may say several things: names of fields, none where it may not.

    A column headed by a body gives `crosses`, and `crossed` where its cell holds more than a cross. Of `sides` a row
    may tell a holder and then a substitute, who takes what is `shared` and names the holder in `link`. Columns headed
    by years give the first and the last day; those headed by days, the day and the mark. `lists` may hold « a;b ».
    `ranks` is a count, which an order of lines is not; `of_mandate` says nothing where nothing is crossed. Where
    `sums_years`, amounts headed by years are worked out by the application.
    """

    crosses: str = ""
    crossed: str = ""
    sides: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    link: str = ""
    years: tuple[str, str] | None = None
    days: tuple[str, str] | None = None
    lists: str = ""
    ranks: str = ""
    of_mandate: tuple[str, ...] = ()
    sums_years: bool = False


class BlockKind(enum.StrEnum):
    """What columns that stand together are."""

    CROSSES = "crosses"
    DAYS = "days"
    YEARS = "years"
    SUBSTITUTE = "substitute"


# In words: « 7 columns: … ».
BLOCK_WORDS = {
    BlockKind.CROSSES: N_("bodies: a cross makes a mandate"),
    BlockKind.DAYS: N_("days of meetings: a mark says who came"),
    BlockKind.YEARS: N_("years: a cross says that the mandate was held"),
    BlockKind.SUBSTITUTE: N_("the substitute, whose mandate is tied to that of the person beside"),
}
# What a kind of import makes nothing of: said where the columns are shown.
ELSEWHERE = {BlockKind.DAYS: N_("These columns are days: import this workbook as attendances to keep who came.")}

_SUM_OF_YEAR = re.compile(
    r"(?:(?:montants?|sommes?|depenses?|paiements?|achats?|commandes?|factures?|facture|paye|total|ca)"
    r"(?: (?:payee?s?|factures?|ttc|ht|en|de|annee|euros?))* )?(?:19|20)\d\d(?: (?:ttc|ht|en euros?))?"
)
_FEW = 3
_SIGNS = frozenset(("x", "✓", "✔"))
_YES = _SIGNS | frozenset(fold(word) or word for word in YES_WORDS)


def is_free(column: FoundColumn) -> bool:
    """Whether nobody said of a column what it is."""
    return not column.block and (column.origin is Origin.UNKNOWN or column.field == AS_SHAPED)


def year_of_days(
    columns: Sequence[FoundColumn], today: dt.date, said: int | None
) -> Callable[[FoundColumn], int | None]:
    """Tells the year of a column whose header names a day alone: the one of the sheet and of the days beside.

    None where they are several, or where the day would stand out of the order of those beside.
    """
    days = [(column.index, day) for column in columns if (day := day_of_header(column.header, today))]
    years = {day.year for _, day in days} | ({said} if said else set())

    def year_of(column: FoundColumn) -> int | None:
        if len(years) != 1:
            return None
        (year,) = years
        day = day_of_header(column.header, today, year)
        before = [other for index, other in days if index < column.index][-1:]
        after = [other for index, other in days if index > column.index][:1]
        is_in_order = day is not None and all(one <= day for one in before) and all(day <= one for one in after)
        return year if is_in_order else None

    return year_of


def block_of(
    column: FoundColumn, spreads: Spreads, knows: Knows, today: dt.date, year_said: int | None = None
) -> FoundColumn:
    """The column with its block and what its header says of a row, where nobody said of it what it is."""
    is_decided = column.field is None and column.origin in (Origin.CHOSEN, Origin.REMEMBERED)
    if not (is_free(column) or is_decided):
        return column
    kind = part = None
    if day := day_of_header(column.header, today, year_said):
        kind, part = BlockKind.DAYS, f"{day:%d/%m/%Y}"
    elif year := year_of_header(column.header):
        kind, part = BlockKind.YEARS, str(year)
    elif name := body_of_header(column.header, knows):
        kind, part = BlockKind.CROSSES, name
    elif spreads.days and (alone := day_without_year(column.header, today)):
        kind, part = BlockKind.DAYS, alone
    elif column.is_chosen and spreads.crosses:
        kind, part = BlockKind.CROSSES, column.header.rpartition(" – ")[2]
    if kind is None or part is None:
        return replace(column, field=None, origin=Origin.UNKNOWN) if column.field == AS_SHAPED else column
    takes = {BlockKind.DAYS: spreads.days, BlockKind.YEARS: spreads.years, BlockKind.CROSSES: spreads.crosses}
    if is_decided:
        return replace(column, block=kind) if takes[kind] else column  # left aside, and may be read again
    if not takes[kind]:
        return replace(column, field=None, origin=Origin.UNKNOWN, block=kind if kind in ELSEWHERE else "")
    gives = {BlockKind.DAYS: spreads.days, BlockKind.YEARS: spreads.years, BlockKind.CROSSES: (spreads.crosses,)}[kind]
    return replace(column, field=None, origin=Origin.SHAPED, part=part, block=kind, gives=gives or ())


def crossed_too(
    columns: Sequence[FoundColumn], rows: Sequence[Sequence[Cell]], near: Callable[[str], str]
) -> tuple[FoundColumn, ...]:
    """Beside bodies with crosses, a column of crosses under another name is of a body too, which is then asked.

    Under a part of the name of a body, whatever says yes is a cross.
    """
    known = [place for place, column in enumerate(columns) if column.block == BlockKind.CROSSES and column.part]
    found = list(columns)
    for step in (1, -1):
        for start in known:
            place = start + step
            while 0 <= place < len(found) and is_free(found[place]):
                name = last_part(found[place].header)
                if not _is_crossed(found[place], rows, is_body=bool(near(name))):
                    break
                gives = columns[start].gives
                found[place] = replace(
                    found[place], field=None, origin=Origin.SHAPED, part=name, block=BlockKind.CROSSES, gives=gives
                )
                place += step
    return tuple(found)


def summed(column: FoundColumn, rows: Sequence[Sequence[Cell]]) -> FoundColumn:
    """A column of amounts headed by a year (« 2024 », « Montant TTC 2024 ») is worked out, and written by no import."""
    if column.origin is not Origin.UNKNOWN or not _SUM_OF_YEAR.fullmatch(fold(column.header)):
        return column
    said = [cell for row in rows if column.index < len(row) and shown(cell := row[column.index])]
    amounts = [cell for cell in said if is_figure(cell)]
    is_amount = bool(amounts) and all(is_blank(cell) for cell in said if not is_figure(cell))
    return replace(column, field=None, origin=Origin.COMPUTED, part="", block="") if is_amount else column


def _is_crossed(column: FoundColumn, rows: Sequence[Sequence[Cell]], *, is_body: bool) -> bool:
    """Whether a column holds crosses, and no count."""
    texts = [text for row in rows if column.index < len(row) and (text := shown(row[column.index]))]
    numbers = {text for text in texts if text.isdecimal()}
    crosses = _YES if is_body else _SIGNS
    return any((fold(text) or text) in crosses for text in texts) and numbers <= {"0", "1"}


def several(columns: Sequence[FoundColumn]) -> tuple[FoundColumn, ...]:
    """A lone column headed by a year is no block: it may count anything."""
    years = [column for column in columns if column.block == BlockKind.YEARS]
    if len(years) != 1:
        return tuple(columns)
    lone = replace(years[0], origin=Origin.UNKNOWN, part="", block="")
    return tuple(lone if column is years[0] else column for column in columns)


def ranked(columns: Sequence[FoundColumn], rows: Sequence[Sequence[Cell]], spreads: Spreads) -> tuple[FoundColumn, ...]:
    """An order of lines, or of a draw, says nothing of the terms of a mandate, though both are called « Rang »."""
    is_drawn = any(column.block == BlockKind.SUBSTITUTE for column in columns)

    def is_order(column: FoundColumn) -> bool:
        if column.field != spreads.ranks or column.origin is not Origin.KNOWN or header_key(column.header) != "rang":
            return False
        numbers = [text for row in rows if column.index < len(row) and (text := shown(row[column.index]))]
        is_first = column.index == min(one.index for one in columns)
        return is_drawn or (
            (is_first or len(numbers) >= _FEW) and numbers == [str(place + 1) for place in range(len(numbers))]
        )

    return tuple(replace(column, field=None, origin=Origin.ORDER) if is_order(column) else column for column in columns)
