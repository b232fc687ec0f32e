"""The table of a workbook that was exported, without what stands below it."""

import io
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries


def table_rows(data: bytes) -> list[tuple[Any, ...]]:
    """The headers and the rows of the table of the first sheet; its sums, under it, are none of them."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    return list(sheet.iter_rows(top, bottom, left, right, values_only=True))
