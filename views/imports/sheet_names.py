"""What sheets and lines are called on screen: the sheet of a text file, or of pasted cells, by the name of its file."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.delimited import TEXT_SHEET
from views.base.catalogues import gettext


class GridName(str):
    """The name of cells that were typed in a grid: its lines bear the numbers that the grid shows, from 1."""


def shown_line(number: int, file_name: str) -> int:
    """The number of a line as one saw it: a grid has no line of headers."""
    return number - 1 if number and isinstance(file_name, GridName) else number


def shown_sheet(sheet: str, file_name: str) -> str:
    """The name of a sheet, or of its file without the ending."""
    return PurePath(file_name).stem if sheet == TEXT_SHEET and file_name else sheet


def sentence_of(message: str, params: Mapping[str, Any], file_name: str) -> str:
    """A sentence about a file, which names its sheets as they are shown."""
    return _named(RuleViolation(message, **params), file_name).text(gettext)


def _named(said: RuleViolation, file_name: str) -> RuleViolation:
    params: dict[str, Any] = {
        name: _named(value, file_name)
        if isinstance(value, RuleViolation)
        else shown_sheet(value, file_name)
        if name == "sheet"
        else shown_line(value, file_name)
        if name == "line"
        else value
        for name, value in said.params.items()
    }
    return RuleViolation(said.message, **params)
