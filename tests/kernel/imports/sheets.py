"""Workbooks to import, written in a line."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from mdo.kernel.imports.plans import ImportPlan


def workbook(*rows: Sequence[Any], name: str = "Feuil1", **sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook whose first sheet holds these rows, with other sheets by name."""
    book = Workbook()
    book.remove(book.active)
    for title, content in {name: rows, **sheets}.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(list(row))
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.data_type in "fe"):
            cell.data_type = "s"  # what is typed here is text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def errors(plan: ImportPlan) -> set[tuple[int, str, str]]:
    """The errors of a plan, and what it asks, as (line, column, message id)."""
    asked = {(line.number, one.column, one.message) for line in plan.lines for one in line.questions}
    return {(error.line, error.column, error.message) for error in plan.errors} | asked


def places(plan: ImportPlan) -> set[tuple[int, str]]:
    """Where the errors of a plan are, and what it asks: (line, column)."""
    return {(line, column) for line, column, _ in errors(plan)}


def states(plan: ImportPlan) -> list[str]:
    """What becomes of each line, in the order of the file."""
    return [line.state.value for line in plan.lines]
