"""What a kept plan tells of the tables of its file, so that their cells are found again: columns, and rows of cells."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.workbook.reader import Cell


class KeptColumn(NamedTuple):
    """A column that is read: its sheet, its table from 0, the lines of Excel from its headers to the last, its place.

    `field` is what it says, nothing where its header says it all; `part` is whose it is of a line that says several
    things. The place counts from 0.
    """

    sheet: str
    table: int
    header_line: int
    last_line: int
    at: int
    header: str
    field: str
    part: str = ""


def columns_of(plan: ImportPlan) -> tuple[KeptColumn, ...]:
    """The columns of all tables."""
    found = []
    for number, table in enumerate(plan.tables):
        place = table.sheet, number, table.header_line, max(table.rows, default=0)
        found += [KeptColumn(*place, one.index, one.header, one.field or "", one.part) for one in table.columns]
    return tuple(found)


def rows_of(plan: ImportPlan) -> dict[tuple[str, int], Sequence[Cell]]:
    """The cells of each line, of the columns that are read alone; where tables are side by side, those of all."""
    rows: dict[tuple[str, int], Sequence[Cell]] = {}
    for table in plan.tables:
        read = {column.index for column in table.columns}
        for number, cells in table.rows.items():
            row = [cell if at in read else None for at, cell in enumerate(cells)]
            other = rows.get((table.sheet, number))
            pairs = itertools.zip_longest(other or (), row)
            rows[table.sheet, number] = row if other is None else [a if b is None else b for a, b in pairs]
    return rows
