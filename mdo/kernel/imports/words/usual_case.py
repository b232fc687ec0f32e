"""Names, towns and addresses written all in capitals, in their usual case: « DE LA TOUR », « 12 RUE D'ARCY »."""

import itertools
import re
from collections.abc import Callable

UsualCase = Callable[[str], str]

_PARTS = re.compile(r"[^\W_]+|[\W_]+")
_APOSTROPHES = ("'", "’")
_ROMAN = re.compile(r"[IVX]{2,}")
_VOWELS = frozenset("AEIOUYÀÂÄÆÉÈÊËÎÏÔÖŒÙÛÜŸ")
_OF_NAMES = frozenset(("de", "du", "des", "d", "von"))
_OF_PLACES = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "à", "au", "aux", "en", "et", "sur", "sous", "près", "lès", "lez")
)
_WAYS = frozenset(
    ("rue", "avenue", "av", "boulevard", "bd", "bld", "place", "pl", "allée", "allées", "chemin", "ch", "impasse",
     "quai", "cours", "route", "square", "passage", "montée", "esplanade", "lotissement", "ruelle", "sentier", "voie",
     "résidence", "bis", "ter", "quater")
)  # fmt: skip
_SHORTENED = frozenset(("MC", "ST"))
# Words of addresses that no vowel tells from others.
_INITIALS = frozenset(("ZA", "ZI", "ZAC", "ZUP", "HLM", "MJC", "EHPAD", "CCAS", "TSA", "ENS", "INSA", "IUT"))


def usual_name(text: str) -> str:
    """The name of a person: « DE LA TOUR » is « de La Tour », « MCDONALD » « McDonald »; a mixed one is as it is."""
    return _recased(text, _OF_NAMES, is_first_kept=False)


def usual_full_name(text: str) -> str:
    """A last and a first name in one text: the words in capitals alone, « DE LA TOUR Jean » is « de La Tour Jean »."""
    runs = itertools.groupby(text.split(" "), lambda word: word == word.upper())
    return " ".join(usual_name(" ".join(words)) if is_upper else " ".join(words) for is_upper, words in runs)


def usual_town(text: str) -> str:
    """A town: « VILLENEUVE D'ASCQ », « SAINTE-FOY-LÈS-LYON »; the first word begins with a capital."""
    return _recased(text, _OF_PLACES)


def usual_address(text: str) -> str:
    """A postal address: the way is in small letters after its number, « 12 rue de la République »."""
    return _recased(text, _OF_PLACES, ways=_WAYS)


def _recased(
    text: str, small: frozenset[str], *, is_first_kept: bool = True, ways: frozenset[str] = frozenset()
) -> str:
    if not _is_in_capitals(text):
        return text
    parts = _PARTS.findall(text)
    done: list[str] = []
    is_first = True  # no word stands before
    for part, after in itertools.zip_longest(parts, parts[1:], fillvalue=""):
        is_elided = len(part) == 1 and after.startswith(_APOSTROPHES)
        lower = part.lower()
        is_small = lower in small and (len(lower) > 1 or is_elided or lower == "à") and not (is_first and is_first_kept)
        is_way = lower in ways and not is_first
        if not _is_word(part, is_elided=is_elided, ways=ways):
            done.append(part)
        elif is_small or is_way or part[0].isdigit():  # « 3EME »
            done.append(lower)
        else:
            done.append(_capitalised(lower))
        is_first = is_first and not part[0].isalnum()
    return "".join(done)


def _is_in_capitals(text: str) -> bool:
    """Whether no letter is small, and some word is more than initials."""
    words = re.findall(r"[^\W\d_]+", text)
    return text == text.upper() and any(len(word) > 1 and _VOWELS & set(word) for word in words)


def _is_word(part: str, *, is_elided: bool, ways: frozenset[str]) -> bool:
    """Whether a part is a word, no initial, number of a floor, acronym or Roman numeral."""
    if not part[0].isalnum():
        return False
    if part[0].isdigit():
        return re.fullmatch(r"\d+(?:ER|ÈRE|ERE|E|EME|ÈME|ND|NDE|BIS|TER)", part) is not None
    if is_elided:
        return True
    if len(part) == 1:
        return part == "À"
    if ways and part in _INITIALS:
        return False
    return bool(_VOWELS & set(part) or part in _SHORTENED or part.lower() in ways) and not _ROMAN.fullmatch(part)


def _capitalised(lower: str) -> str:
    if re.fullmatch(r"mc[^\W\d_]{2,}", lower):
        return f"Mc{_capitalised(lower[2:])}"
    return lower[:1].upper() + lower[1:]
