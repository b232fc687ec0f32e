"""Arrondissements as files write them: 3, 3e, IIIe, « Lyon 3 », 69003, « 3/7 », « 3e et 7e », « toute la ville »."""

import datetime as dt
import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option
from mdo.kernel.imports.cells.values import check_readable, is_blank, is_unknown, shown
from mdo.kernel.imports.words.unknown import Unknown
from mdo.kernel.imports.words.vocabulary import CITY_WIDE_WORDS
from mdo.kernel.workbook.reader import Cell
from models.text import fold

_POSTAL = re.compile(r"6900([1-9])")
_INSEE = re.compile(r"6938([1-9])")
_ORDINAL = "er|ere|e|eme|nd|nde"
_NUMBER = re.compile(rf"([1-9])(?:{_ORDINAL})?")
_IN_WORDS = {
    "premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6,
    "septieme": 7, "huitieme": 8, "neuvieme": 9,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMAN_NUMBER = re.compile(rf"([iv]+|ix)(?:{_ORDINAL})")  # « VIIe »; « V » alone may be anything
_APART = re.compile(rf"(?<=[1-9ivx]) (?=(?:{_ORDINAL})\b)")
_WORDS = frozenset(
    ("lyon", "arrondissement", "arrondissements", "arr", "arrt", "arrdt", "mairie", "et", "du", "le", "a")
)

_NOT_A_PLACE = N_("« %(value)s » is not an arrondissement: type 3e, or 3e, 7e for two.")
_WHICH = N_("« %(value)s » is not an arrondissement: which one is it?")
FAMILY, CITY = "Place", "city"
# The answers to such a question.
PLACES = {
    **{
        str(number): Option(str(number), f"Lyon {number}{'er' if number == 1 else 'e'}", is_text=True)
        for number in range(1, 10)
    },
    CITY: Option(CITY, N_("City-wide")),
}
_TURNED_INTO_DATE = N_("Excel turned « 3/7 » into a date here: type 3e, 7e.")


def to_arrondissement_numbers(cell: Cell) -> tuple[int, ...] | None:
    """Numbers in order, from 1 to 9; an empty tuple for the whole city; None when the cell is blank.

    Raises RuleViolation, notably for « 3/7 » that Excel made the 3rd of July.
    """
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise RuleViolation(_TURNED_INTO_DATE)
    text = shown(cell)
    if fold(text) in CITY_WIDE_WORDS:
        return ()
    numbers: set[int] = set()
    for word in _APART.sub("", fold(text).replace("+", " ").replace(".", " ")).split():
        match = _NUMBER.fullmatch(word) or _POSTAL.fullmatch(word) or _INSEE.fullmatch(word)
        roman = _ROMAN_NUMBER.fullmatch(word)
        if match:
            numbers.add(int(match[1]))
        elif number := _IN_WORDS.get(word) or (_ROMAN.get(roman[1]) if roman else None):
            numbers.add(number)
        elif word not in _WORDS:
            raise _unknown(text)
    if not numbers:
        raise _unknown(text)
    return tuple(sorted(numbers))


def _unknown(text: str) -> Unknown:
    """Which arrondissement is meant, one or the whole city; several may be typed."""
    told = set(re.findall(r"[1-9]", text))
    numbers = sorted("123456789", key=lambda number: (number not in told, number))
    return Unknown(
        _NOT_A_PLACE, family=FAMILY, value=text, question=_WHICH,
        options=tuple(PLACES[number] for number in (*numbers, CITY)),
        resolve=lambda answer: () if answer == CITY else to_arrondissement_numbers(answer), takes_text=True,
    )  # fmt: skip
