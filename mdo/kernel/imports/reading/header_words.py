"""What a header says by itself: a day, a day without its year, a year, a body."""

import datetime as dt
import re
from collections.abc import Callable

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells.values import shown, to_date
from mdo.kernel.imports.reading.headers import last_part
from mdo.kernel.workbook.reader import Sheet
from models.text import fold

Knows = Callable[[str], bool]  # whether a text is the name of a body

_YEAR = re.compile(r"(?:(?:annee|mandat|mandats|membre|membres|adhesion|adherent|exercice) )?((?:19|20)\d\d)")
_DAY = re.compile(
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? [a-z]{3,9}\.? \d{4})(?![\d/])"
)
_DAY_ALONE = re.compile(r"\b(\d{1,2})(?:er)?(?:[/.](\d{1,2})\b| ([a-z]{3,9}))", re.IGNORECASE)
# « 2025-2026 », « 2025/26 »: the months of such a season tell the year, and not its name.
_SEASON = re.compile(r"\b20\d\d ?[-–/] ?(?:20)?\d\d\b(?!\s?[-/.]\d)")
_LEAP = 2024  # a year that has every day


def day_of_header(header: str, today: dt.date, year: int | None = None) -> dt.date | None:
    """The day that a header names (« Réunion du 12/03/2026 »; « 18 juin » in a sheet of one `year`), or None."""
    for text in (shown(header), fold(header)):
        days = [match[1] for match in _DAY.finditer(text)]
        if not days and year:
            alone = _DAY_ALONE.finditer(text)
            days = [f"{one[1]}/{one[2]}/{year}" if one[2] else f"{one[1]} {one[3]} {year}" for one in alone]
        for day in days:
            try:
                return to_date(day, today)
            except RuleViolation:
                continue
    return None


def day_without_year(header: str, today: dt.date) -> str:
    """The day and the month (« 18/06 ») of a header that names a day and no year; nothing otherwise."""
    day = None if day_of_header(header, today) else day_of_header(header, today, _LEAP)
    return f"{day:%d/%m}" if day else ""


def year_of_sheet(sheet: Sheet, header_row: int) -> int | None:
    """The one year that the name of a sheet, or what stands above its headers, names."""
    for texts in ([sheet.name], [shown(cell) for row in sheet.rows[:header_row] for cell in row]):
        if any(map(_SEASON.search, texts)):
            return None
        years = {found for text in texts for found in re.findall(r"\b(20\d\d)\b", text)}
        if len(years) == 1:
            return int(years.pop())
    return None


def year_of_header(header: str) -> int | None:
    """The year that a header is (« 2024 », « Année 2024 »), or None."""
    match = _YEAR.fullmatch(fold(header))
    return int(match[1]) if match else None


def body_of_header(header: str, knows: Knows) -> str:
    """The name of a body that a header is, or its last part under a title of several columns; nothing otherwise."""
    return next((text for text in (header, last_part(header)) if text and knows(text)), "")
