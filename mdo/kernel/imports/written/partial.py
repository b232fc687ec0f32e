"""Days as people write them: in words, without a day or a month, by season or school year."""

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass

from mdo.kernel.imports.words.vocabulary import MONTHS
from models.bounds import FIRST_DAY, LAST_DAY
from models.text import fold


class Precision(enum.StrEnum):
    """What a text says of a day."""

    MONTH = "month"
    YEAR = "year"
    SEASON = "season"
    SCHOOL_YEAR = "school_year"
    YEARS = "years"  # 2023-2026
    MONTH_FIRST = "month_first"  # 04/25/2024: the month before the day
    NO_YEAR = "no_year"  # « 2 juillet »: of this year, until it is known


@dataclass(frozen=True)
class Partial:
    """A stretch of days, both included, of which a text means one; `is_vague` when it says « around » or « end of »."""

    precision: Precision
    first: dt.date
    last: dt.date
    is_vague: bool = False


# The first days of seasons; that of winter belongs to the year before its other months.
_SEASONS = {"printemps": (3, 20), "ete": (6, 21), "automne": (9, 22), "hiver": (12, 21)}
_LONGEST = 10  # years of a term that is told by them
_SCHOOL_YEAR_BEGINS = 9  # on 1 September, as the mandates of school children do
_VAGUE = re.compile(r"(?:vers|env|environ|avant|apres|fin|debut|mi|courant) (?:de |du |d )?")
_WITH_HOUR = re.compile(
    r"(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}),? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:depuis|des|a partir d[eu]|a compter d[eu]|le|la|l|en|au|du|de|annee|mois de) ")
_SCHOOL_WORDS = r"(?:(?:saison|annee|scolaire|exercice|promotion|promo|mandat|mandature) )*"
_WEEKDAY = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) |(?:lun|mar|mer|jeu|ven|sam|dim) (?=\d{1,2}(?:er)?\b)"
)
_UNITS = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
]  # fmt: skip
_NUMBERS = {fold(word): number for number, word in enumerate(_UNITS)}
_NUMBERS |= {"premier": 1, "1er": 1, "trente": 30, "trente et un": 31, "vingt et un": 21}
_NUMBERS |= {f"vingt {fold(_UNITS[unit])}": 20 + unit for unit in range(2, 10)}


def without_hour(text: str) -> str:
    """A day without the hour that a form or a database writes behind it: it is left, as that of a date cell is."""
    match = _WITH_HOUR.fullmatch(text)
    return match["day"] if match else text


def partial_of(text: str, year: int = 0) -> Partial | None:
    """What a text says when it gives no whole day, or gives one with the month first; `year` is the present one."""
    words, is_vague = re.sub(rf"^(?:{_WEEKDAY.pattern})", "", fold(text)), False
    while match := _BEFORE.match(words) or _VAGUE.match(words):
        is_vague = is_vague or match.re is _VAGUE
        words = words[match.end() :]
    if match := re.fullmatch(r"(\d{1,2}) (\d{1,2}) (\d{4})", words):
        numbers = [int(part) for part in match.groups()]
        exact = _day(numbers[2], numbers[0], numbers[1]) if numbers[0] <= 12 < numbers[1] else None
        return Partial(Precision.MONTH_FIRST, exact, exact) if exact else None
    if match := re.fullmatch(r"rentree (?:scolaire )?(?:de )?(?:(?:septembre|sept) )?(\d{4})", words):
        return _of_month(int(match[1]), _SCHOOL_YEAR_BEGINS, is_vague)
    if match := re.fullmatch(r"(\d{1,2}|1er) ([a-z]+)" + (r"|(\d{1,2}) (\d{1,2})" if "/" in text else ""), words):
        day, month = (match[1], _month(match[2])) if match[1] else (match[3], int(match[4]))
        found = _day(year, month, int(day.removesuffix("er"))) if year else None
        return Partial(Precision.NO_YEAR, found, found) if found else None
    if match := re.fullmatch(r"([a-z]+) (\d{4})", words):
        if match[1] in _SEASONS:
            first = _day(int(match[2]), *_SEASONS[match[1]])
            return Partial(Precision.SEASON, first, first + dt.timedelta(days=90), is_vague) if first else None
        month = _month(match[1])
        return _of_month(int(match[2]), month, is_vague) if month else None
    if match := re.fullmatch(r"(\d{1,2}) (\d{4})", words):
        return _of_month(int(match[2]), int(match[1]), is_vague)
    if match := re.fullmatch(r"(\d{4}) (\d\d)", words):
        if not 1 <= int(match[2]) <= 12:
            return _school_year(int(match[1]), int(match[2]), is_vague)
        # 2011-12 is a month, or a school year: nothing says which.
        return None if int(match[2]) == int(match[1]) % 100 + 1 else _of_month(int(match[1]), int(match[2]), is_vague)
    if match := re.fullmatch(rf"{_SCHOOL_WORDS}(\d{{4}}) (\d{{4}}|\d\d)", words):
        return _school_year(int(match[1]), int(match[2]), is_vague) or _years(int(match[1]), int(match[2]), is_vague)
    if match := re.fullmatch(rf"{_SCHOOL_WORDS}(\d{{4}})", words):
        year = int(match[1])
        first, last = _day(year, 1, 1), _day(year, 12, 31)
        return Partial(Precision.YEAR, first, last, is_vague) if first and last else None
    return None


def day_in_words(text: str) -> dt.date | None:
    """« le trois avril 2024 », « premier septembre deux mille vingt-quatre »."""
    words = _WEEKDAY.sub("", fold(text).removeprefix("le "))
    if match := re.fullmatch(r"(\d{1,2}|1er) ([a-z]+) (\d\d)", words):  # « 5 mai 23 »
        return _day(2000 + int(match[3]), _month(match[2]), int(match[1].removesuffix("er")))
    for name, month in MONTHS.items():
        before, found, after = words.partition(f" {name} ")
        if found:
            day = _NUMBERS.get(before.strip()) or (int(before) if re.fullmatch(r"\d{1,2}", before) else 0)
            return _day(_year(after), month, day)
    return None


def _year(words: str) -> int:
    if re.fullmatch(r"\d{4}", words):
        return int(words)
    rest = words.removeprefix("deux mille").removeprefix("deux mil").strip()
    if rest == words:
        return 0
    return 2000 + _NUMBERS.get(rest, -2000) if rest else 2000


def _month(word: str) -> int:
    found = {number for name, number in MONTHS.items() if len(word) >= 3 and name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


def _of_month(year: int, month: int, is_vague: bool) -> Partial | None:
    first = _day(year, month, 1)
    if first is None:
        return None
    return Partial(Precision.MONTH, first, first.replace(day=calendar.monthrange(year, month)[1]), is_vague)


def _school_year(year: int, next_year: int, is_vague: bool) -> Partial | None:
    first = _day(year, _SCHOOL_YEAR_BEGINS, 1)
    if first is None or next_year not in (year + 1, (year + 1) % 100):
        return None
    last = dt.date(year + 1, _SCHOOL_YEAR_BEGINS, 1) - dt.timedelta(days=1)
    return Partial(Precision.SCHOOL_YEAR, first, last, is_vague)


def _years(year: int, last_year: int, is_vague: bool) -> Partial | None:
    first, last = _day(year, 1, 1), _day(last_year, 12, 31)
    if first is None or last is None or not year < last_year <= year + _LONGEST:
        return None
    return Partial(Precision.YEARS, first, last, is_vague)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
