"""Names that Excel accepts, distinct whatever their case: of sheets, of tables, of the columns of a table."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from mdo.kernel.workbook.cells import cut, safe_text
from models.text import fold

_MAX_SHEET_NAME = 31
_MAX_HEADER = 250  # of 255, so that a number can be added
_MAX_TABLE_NAME = 40
_ENDS = re.compile(r"^[\s']+|[\s']+$")
_RESERVED = ("History", "Historique")  # Excel keeps these names for itself


class TableFormat(StrEnum):
    """The kinds of files that a table is written to, by the end of their name."""

    XLSX = "xlsx"
    CSV = "csv"


def unique_headers(labels: Sequence[str]) -> list[str]:
    """Names that a table accepts: on one line, filled, distinct whatever their case."""
    headers: list[str] = []
    for index, label in enumerate(labels, start=1):
        headers.append(_distinct(on_one_line(label) or str(index), headers))
    return headers


def on_one_line(label: str) -> str:
    """A header as a cell holds it: blank where it was."""
    return cut(" ".join(safe_text(label).split()), _MAX_HEADER)


def sheet_title(name: str, used: Sequence[str]) -> str:
    """A name that Excel accepts for a sheet: at most 31 characters, none of []:*?/\\, distinct whatever its case."""
    plain = re.sub(r"[\[\]:*?/\\\r\n\t]", " ", safe_text(name))
    base = _ENDS.sub("", cut(_ENDS.sub("", plain), _MAX_SHEET_NAME)) or "1"
    return _distinct(base, [*used, *_RESERVED], _MAX_SHEET_NAME)


def table_name(title: str, used: Sequence[str]) -> str:
    """The name of the table of a sheet, for formulas: « T_membres »; letters, digits and low lines."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(title))[:_MAX_TABLE_NAME].strip("_")
    name, number = f"T_{base or 1}", 1
    while name in used:
        number += 1
        name = f"T_{base or 1}_{number}"
    return name


def _distinct(base: str, used: Iterable[str], most: int = 255) -> str:
    taken = {other.casefold() for other in used}
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = cut(base, most - len(suffix)) + suffix
    return name
