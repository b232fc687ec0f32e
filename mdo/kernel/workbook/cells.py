"""What may stand in a cell: no record, however poisoned, may stop an export, run as a formula or change in silence.

Each line answers a fault measured on openpyxl 3.1.5.
"""

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl.utils import get_column_letter

PARIS = ZoneInfo("Europe/Paris")
MAX_TEXT = 32_767
MAX_EXACT_INTEGER = 10**15
# Excel counts a 29 February 1900 that never was: before this day its dates are not those of LibreOffice.
FIRST_DAY = dt.date(1900, 3, 1)
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_MICROSECOND = dt.timedelta(microseconds=1)
letters_of = get_column_letter  # of a column, from 1 on
_MICROSECONDS = 86_400_000_000  # of a day
_LARGEST_UNIT = 2  # UTF-16 units, which Excel counts, of the characters beyond U+FFFF

_CUT = " […]"
_REPLACEMENT = "\ufffd"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_HARMLESS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# « _x0041_ » means A to Excel. Its x is escaped, not its first low line: calamine reads « _x005F_x0041_ » wrong.
_ESCAPE_LOOKALIKE = re.compile("(?<=_)x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED_X = "_x0078_"
# Excel reads these again as a formula or a number when one edits the cell, unless it is marked as quoted text.
_RISKY = tuple("=+-@\t\r\n＝＋－＠")


def safe_text(text: str) -> str:
    """Text that XML and Excel keep as it is: control characters replaced, at most 32,767 characters, `_x0041_` kept."""
    safe = _ESCAPE_LOOKALIKE.sub(_ESCAPED_X, _ILLEGAL.sub(_REPLACEMENT, text))
    return (
        safe
        if len(safe) * _LARGEST_UNIT <= MAX_TEXT or units(safe) <= MAX_TEXT
        else cut(safe, MAX_TEXT - len(_CUT)) + _CUT
    )


def units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """At most so many characters of a text as Excel counts them, none of them halved."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


def is_harmless(text: str) -> bool:
    """Whether XML keeps a text as it is, its marks apart: no control character, on one line."""
    return _NOT_HARMLESS.search(text) is None


def is_risky(text: str) -> bool:
    """Whether the text begins like a formula."""
    return text.startswith(_RISKY)


@dataclass(frozen=True)
class MarkedText:
    """A text of a cell that stands out: somebody changed it since the file came."""

    text: str


SafeValue = str | int | float | Decimal | dt.date | dt.datetime | dt.time | dt.timedelta | None


def safe_value(value: Any) -> SafeValue:
    """The value of a cell: numbers, dates, times and durations that Excel can hold stay so, all else becomes text.

    A moment with a time zone is shown in Europe/Paris; infinities and NaN are blank; a date before March 1900, a
    negative duration and a number that Excel cannot hold are text.
    """
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, int):
        return value if abs(value) < MAX_EXACT_INTEGER else _integer_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, dt.datetime):
        local = value.astimezone(PARIS).replace(tzinfo=None) if value.tzinfo else value
        return local if local.date() >= FIRST_DAY else f"{local:%d/%m/}{local.year:04d} {local:%H:%M}"
    if isinstance(value, dt.date):
        return value if value >= FIRST_DAY else f"{value:%d/%m/}{value.year:04d}"
    if isinstance(value, dt.time):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.timedelta) and value >= dt.timedelta(0):
        return value
    return safe_text(str(value))


def serial(value: dt.date | dt.datetime | dt.time | dt.timedelta) -> int | float:
    """A safe date, moment, time or duration as the number of days that a cell holds."""
    if isinstance(value, dt.timedelta):
        return value // _MICROSECOND / _MICROSECONDS
    days = value.toordinal() - _DAY_ZERO if isinstance(value, dt.date) else 0
    if not isinstance(value, dt.datetime | dt.time):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return days + (seconds * 1_000_000 + value.microsecond) / _MICROSECONDS


def _decimal(value: Decimal) -> Decimal | str | None:
    if not value.is_finite():
        return None
    return value if math.isfinite(float(value)) else str(value)


def _integer_text(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # beyond sys.get_int_max_str_digits()
        return hex(value)
