"""What may stand in a cell: no record, however poisoned, may stop an export, run as a formula or change in silence.

Each line answers a fault measured on openpyxl 3.1.5.
"""

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MAX_TEXT = 32_767
MAX_EXACT_INTEGER = 10**15
FIRST_EXCEL_YEAR = 1900

_CUT = " […]"
_REPLACEMENT = "\ufffd"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
# Excel reads these again as a formula or a number when one edits the cell, unless it is marked as quoted text.
_RISKY = tuple("=+-@\t\r\n＝＋－＠")


def safe_text(text: str) -> str:
    """Text that XML and Excel keep as it is: control characters replaced, at most 32,767 characters, `_x0041_` kept."""
    safe = _ESCAPE_LOOKALIKE.sub(r"_x005F_\1", _ILLEGAL.sub(_REPLACEMENT, text))
    return safe if len(safe) <= MAX_TEXT else safe[: MAX_TEXT - len(_CUT)] + _CUT


def is_risky(text: str) -> bool:
    """Whether the text begins like a formula."""
    return text.startswith(_RISKY)


def safe_value(value: Any) -> str | int | float | Decimal | dt.date | dt.datetime | None:
    """The value of a cell: numbers and dates that Excel can hold stay so, all else becomes text.

    A moment with a time zone is shown in Europe/Paris; infinities and NaN are blank; a date before 1900 and an integer
    that Excel would round are text.
    """
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, int):
        return value if abs(value) < MAX_EXACT_INTEGER else _integer_text(value)
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        local = value.astimezone(PARIS).replace(tzinfo=None) if value.tzinfo else value
        return local if local.year >= FIRST_EXCEL_YEAR else f"{local:%d/%m/}{local.year:04d} {local:%H:%M}"
    if isinstance(value, dt.date):
        return value if value.year >= FIRST_EXCEL_YEAR else f"{value:%d/%m/}{value.year:04d}"
    return safe_text(str(value))


def _integer_text(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # beyond sys.get_int_max_str_digits()
        return hex(value)
