"""Words as people type them: one folding for search, sorting and matching names."""

import re
import unicodedata

# Letters that Unicode does not decompose: without this table « lukasz » would not find « Łukasz ».
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_FIRST_MARK = "\u0300"  # of what combines with the letter before it
_NOT_A_WORD = re.compile(r"[^\w@.+]+|_")
_EDGE_PUNCTUATION = ".+"

# The texts kept of a row that is searched (`__searched__` of its model): what every reader of the row may see, what
# needs the right to personal data, and the places from which it is read.
WORDS, PRIVATE_WORDS, PLACES = "words", "private_words", "places"


def without_accents(text: str) -> str:
    """Text without case or accents, its punctuation kept."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def fold(text: str | None) -> str:
    """Text without case, accents or punctuation, words separated by one space (« L'Île-Barbe » gives « l ile barbe »).

    The dot, the plus and the at sign are kept inside a word, so that an e-mail address stays one word.
    """
    if not text:
        return ""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = decomposed
    if not decomposed.isascii():
        bare = "".join(c for c in decomposed if c < _FIRST_MARK or not unicodedata.combining(c)).translate(
            _UNDECOMPOSED
        )
    words = (word.strip(_EDGE_PUNCTUATION) for word in _NOT_A_WORD.sub(" ", bare).split())
    return " ".join(word for word in words if word)
