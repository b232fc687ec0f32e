"""Cells as people fill them in, turned into values: what is ambiguous is refused, never guessed.

Every function takes a cell (text, float, bool, date, moment…) and returns a value, or None when the cell is blank.
They raise RuleViolation with a sentence that says what to type.
"""

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.imports.words.closed_lists import unknown_word
from mdo.kernel.imports.words.vocabulary import BLANK_WORDS, MONTHS, UNKNOWN_WORDS, WordList
from mdo.kernel.workbook.cells import safe_text
from mdo.kernel.workbook.reader import Cell, CellFault, MergedCell
from mdo.kernel.workbook.vocabulary import INVISIBLE
from models.bounds import FIRST_DAY, LAST_DAY
from models.text import fold

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

EXCEL_EPOCH = dt.date(1899, 12, 30)
# Serial numbers taken for dates: 01/01/1930 to 31/12/2099. Below lie years (2024) and counts.
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_050
# A two-digit year is of this century up to this many years ahead; beyond, the century is in doubt.
_YEARS_AHEAD = 15
_CENT, _NOISE = Decimal("0.01"), Decimal("0.0001")

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+")

_NUMERIC_DATE = re.compile(r"(\d{1,2})\s?([/.\- ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_ISO_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_WORD_DATE = re.compile(r"(?:le )?(?:(?:lun|mar|mer|jeu|ven|sam|dim)\w* )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_NOT_A_DATE = N_("« %(value)s » is not a date: type it as 24/11/2026.")
_FAR_DATE = N_("« %(value)s » is too far: a day from %(min)s to %(max)s is expected.")
_YEAR_ONLY = N_("« %(value)s » is not a whole date: add the day and the month, as in 24/11/2026.")
_TWO_DIGITS = N_("The year of « %(value)s » is in doubt: type it with four digits, as in 24/11/2026.")
_DATE_CELL = N_("Excel turned this cell into a date: set its format to « Text » and type it again.")
_ERROR_CELL = N_("This cell shows an Excel error: correct it or empty it.")
_FORMULA_CELL = N_("This formula has no value yet: open the workbook in Excel, save it, then import it again.")
_MERGED_CELL = N_("This cell is merged with others: unmerge them and type the value on each line.")
_TOO_LONG = N_("This text is too long: %(maximum)d characters at most.")
_NOT_A_NUMBER = N_("« %(value)s » is not a number.")
_SEPARATOR = N_("« %(value)s » may be read in two ways: type it without a thousands separator, as in 1234,50.")
_NOT_WHOLE = N_("« %(value)s » is not a whole number from %(min)d to %(max)d.")
_NOT_AN_AMOUNT = N_("« %(value)s » is not an amount from %(min)d to %(max)d with two decimals at most.")
_RATE = N_("« %(value)s » is a percentage: type an amount in euros.")
_NOT_A_YEAR = N_("« %(value)s » is not a year of birth: type four digits, as in 1984.")


# ---- Text ------------------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Text on one line: composed letters, plain spaces and apostrophes, nothing invisible."""
    return _SPACES.sub(" ", _bare(text)).strip()


def clean_lines(text: str) -> str:
    """The same, line breaks kept."""
    return "\n".join(line for part in _bare(text).splitlines() if (line := _SPACES.sub(" ", part).strip()))


def _bare(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_APOSTROPHES)


def shown(cell: Cell) -> str:
    """A cell as a person reads it: 1 and not 1.0, 24/11/2026 and not 2026-11-24."""
    if cell is None or isinstance(cell, CellFault):
        return ""
    if isinstance(cell, MergedCell):
        return shown(cell.value)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return written(cell)
    return clean(str(cell))


def written(day: dt.date) -> str:
    """A day as a person reads it, with the hour in Paris of a moment; midnight is no hour."""
    hour = ""
    if isinstance(day, dt.datetime):
        day = day.astimezone(PARIS) if day.tzinfo else day
        hour = "" if day.time() == dt.time() else f" {day:%H:%M}"
    return f"{day:%d/%m/}{day.year:04d}{hour}"


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, or a dash."""
    if isinstance(cell, CellFault):
        return False
    text = shown(cell)
    return not text or text.casefold() in BLANK_WORDS


def is_unknown(cell: Cell) -> bool:
    """Whether a cell says that the value is not known (« ? », « non renseigné »)."""
    return shown(cell) in ("?", "??", "???") or fold(shown(cell)) in UNKNOWN_WORDS


def check_readable(cell: Cell) -> None:
    """Raises RuleViolation for a cell that shows an Excel error, has no value yet or is merged with others."""
    if isinstance(cell, MergedCell):
        raise RuleViolation(_MERGED_CELL)
    if cell is CellFault.ERROR:
        raise RuleViolation(_ERROR_CELL)
    if cell is CellFault.FORMULA:
        raise RuleViolation(_FORMULA_CELL)


def to_text(cell: Cell, *, maximum: int = 250, is_long: bool = False) -> str | None:
    """Text of at most `maximum` characters; a number that Excel made of digits is written without its « .0 »."""
    check_readable(cell)
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise RuleViolation(_DATE_CELL)
    if is_blank(cell):
        return None
    text = clean_lines(cell) if is_long and isinstance(cell, str) else shown(cell)
    if len(text) > maximum:
        raise RuleViolation(_TOO_LONG, maximum=maximum)
    return text


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def to_decimal(cell: Cell) -> Decimal | None:
    """A number as French or English sheets write it (« 1 234,50 € »); « 1.234 » alone is refused."""
    check_readable(cell)
    if is_blank(cell):
        return None
    text = shown(cell)
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise RuleViolation(_NOT_A_NUMBER, value=text)
        return Decimal(str(cell))
    digits = re.sub(r"[\s€%]|euros?|eur", "", text, flags=re.IGNORECASE)
    if "," in digits and "." in digits:
        decimal_mark = max(digits, key=lambda mark: digits.rfind(mark) if mark in ",." else -1)
        digits = digits.replace("," if decimal_mark == "." else ".", "").replace(decimal_mark, ".")
    elif re.fullmatch(r"-?[1-9]\d{0,2}([.,]\d{3})+", digits):
        raise RuleViolation(_SEPARATOR, value=text)
    digits = digits.replace(",", ".")
    # Python would read more than sheets write: 1_000, ١٢, infinity.
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta) or not _NUMBER.fullmatch(digits):
        raise RuleViolation(_NOT_A_NUMBER, value=text)
    return Decimal(digits)


def to_amount(cell: Cell, least: int, most: int, *, is_rate: bool = False) -> Decimal | None:
    """Euros and cents, or a percentage, between two bounds, both included; finer than a hundredth is refused."""
    number = to_decimal(cell)
    if number is None:
        return None
    if not is_rate and isinstance(cell, str) and "%" in cell:
        raise RuleViolation(_RATE, value=shown(cell))
    # Far outside, a number has more digits than can be rounded.
    rounded = number.quantize(_CENT) if least - 1 <= number <= most + 1 else number
    # A cell that Excel computed may be off by less than anyone means.
    if abs(number - rounded) > _NOISE or not least <= rounded <= most:
        raise RuleViolation(_NOT_AN_AMOUNT, value=shown(cell), min=least, max=most)
    return rounded


def to_number(cell: Cell, least: int, most: int) -> int | None:
    """A whole number between two bounds, both included, such as the number of a seat."""
    number = to_decimal(cell)
    if number is None:
        return None
    if number != number.to_integral_value() or not least <= number <= most:
        raise RuleViolation(_NOT_WHOLE, value=shown(cell), min=least, max=most)
    return int(number)


# ---- Dates -----------------------------------------------------------------------------------------------------------


def to_date(cell: Cell, today: dt.date) -> dt.date | None:
    """A date: a date cell, an Excel serial, day first in digits, year first (ISO), or in French words."""
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    if isinstance(cell, dt.datetime):
        return _in_range(cell.date(), shown(cell.date()))
    if isinstance(cell, dt.date):
        return _in_range(cell, shown(cell))
    text = shown(cell)
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _serial_date(cell, text)
    if re.fullmatch(r"\d{4}|\d{1,2}[/.\-]\d{4}", text):
        raise RuleViolation(_YEAR_ONLY, value=text)
    if match := _ISO_DATE.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMERIC_DATE.fullmatch(text):
        return _day_first(match, text, today)
    if match := _WORD_DATE.fullmatch(fold(text)):
        return _date(int(match[3]), _month(match[2], text), int(match[1]), text)
    if re.fullmatch(r"[a-z]+ \d{4}", fold(text)):
        raise RuleViolation(_YEAR_ONLY, value=text)
    raise RuleViolation(_NOT_A_DATE, value=text)


def _serial_date(number: float, text: str) -> dt.date:
    if FIRST_DAY.year <= number <= LAST_DAY.year:
        raise RuleViolation(_YEAR_ONLY, value=text)
    if not _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        raise RuleViolation(_NOT_A_DATE, value=text)
    return EXCEL_EPOCH + dt.timedelta(days=int(number))


def _day_first(match: re.Match[str], text: str, today: dt.date) -> dt.date:
    day, mark, month, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if len(match[4]) == 4:
        return _date(year, month, day, text)
    # « 24-11-26 » may be written year first, as machines do.
    if mark == "-" and _is_date(2000 + day, month, year) and day != year:
        raise RuleViolation(_TWO_DIGITS, value=text)
    if 2000 + year > today.year + _YEARS_AHEAD:
        raise RuleViolation(_TWO_DIGITS, value=text)
    return _date(2000 + year, month, day, text)


def _month(word: str, text: str) -> int:
    found = {number for name, number in MONTHS.items() if len(word) >= 3 and name.startswith(word)}
    if len(found) != 1:
        raise RuleViolation(_NOT_A_DATE, value=text)
    return found.pop()


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _date(year: int, month: int, day: int, text: str) -> dt.date:
    if not _is_date(year, month, day):
        raise RuleViolation(_NOT_A_DATE, value=text)
    return _in_range(dt.date(year, month, day), text)


def _in_range(date: dt.date, text: str) -> dt.date:
    if not FIRST_DAY <= date <= LAST_DAY:
        raise RuleViolation(_FAR_DATE, value=text, min=FIRST_DAY, max=LAST_DAY)
    return date


def to_birth_year(cell: Cell, today: dt.date) -> int | None:
    """A year of birth, given alone or as a whole date; between 120 years ago and this year."""
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    text = shown(cell)
    if re.fullmatch(r"\d{4}", text):
        year = int(text)
    elif isinstance(cell, dt.date):
        year = cell.year
    elif isinstance(cell, str) and (match := re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.](\d{4})|(\d{4})-\d{2}-\d{2}", text)):
        year = int(match[1] or match[2])
    else:
        raise RuleViolation(_NOT_A_YEAR, value=text)
    if not today.year - 120 <= year <= today.year:
        raise RuleViolation(_NOT_A_YEAR, value=text)
    return year


# ---- Closed lists ----------------------------------------------------------------------------------------------------


def to_choice(cell: Cell, words: WordList) -> StrEnum | None:
    """A member of a closed list, by any of its accepted words; None when the cell is blank or says « unknown ».

    Raises Unknown for another word.
    """
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    text = shown(cell)
    member = words.find(text)
    if member is None:
        raise unknown_word(text, words)
    return member


def as_exported(text: str) -> set[str]:
    """What an export writes of a text, as it is read again: on one line, without what no cell holds."""
    return {clean(spelling) for spelling in _spellings(text)}


def _spellings(text: str) -> tuple[str, str, str]:
    kept = safe_text(text)
    return text, kept, _ESCAPE.sub(lambda match: chr(int(match[1], 16)), kept)


def same_lines(before: str, after: str) -> bool:
    """Whether a stored text already says what a cell says, cut into the same lines; blank ones aside."""
    return clean_lines(after) in {clean_lines(spelling) for spelling in _spellings(before)}


def same(before: Any, after: Any) -> bool:
    """Whether a stored value already says what the file says: spaces, apostrophes and what no cell holds aside."""
    if before == after:
        return True
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        return {id(item) for item in before} == {id(item) for item in after}
    if isinstance(before, str) and isinstance(after, str):
        return clean_lines(before) == clean_lines(after) or clean(after) in as_exported(before)
    return False
