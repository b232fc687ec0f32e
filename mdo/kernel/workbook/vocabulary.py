"""Signs that people write in cells for « the same as above », and how a text of the register is none of them."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# « " », « idem », « // »: what a person writes below a cell that it repeats.
_REPEATS = re.compile(
    r"[-–—\s'’‘ʼ´`]*(?:[\"″”“«»〃]+|['’‘ʼ´`]{2,}|,,)[-–—\s'’‘ʼ´`\"″”“«»〃]*|//+"
    r"|(?:idem|id\.|ibid\.?|ditto)(?:\s+(?:ci-dessus|supra))?",
    re.IGNORECASE,
)
# What nobody sees nor types: with it such a text of the register means itself when it comes back.
_ITSELF = "\u2060"


def repeats_above(text: str) -> bool:
    """Whether a cell that says this, and was written by a person, says nothing but what the one above says."""
    if _ITSELF in text:
        return False
    return _REPEATS.fullmatch(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()) is not None


def meaning_itself(text: str) -> str:
    """A text of the register as it leaves: one that would be read as « the same as above » bears a mark."""
    return f"{text}{_ITSELF}" if repeats_above(text) else text
