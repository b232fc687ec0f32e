"""What the register never keeps: numbers of identity papers, of voters, of social security, of accounts.

Nothing here needs them, and who holds them could take someone's place (GDPR art. 5-1 c, data minimisation; for the
number of the national register of persons, decree 2019-341).
"""

import re
from typing import Any

from sqlalchemy import Enum, String

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.text import fold

SHORTEST = 15  # characters of such a number
# What columns of text hold that is not written in words: addresses of the network, identifiers with rules of their own,
# references, what the program makes.
_NO_WORDS = (
    "email", "mailbox", "url", "website", "password", "phone", "siret", "identifier", "number", "code", "cpv",
    "open_data_id", "hash", "sha256", "sort_key", "uid", "message_id", "media_type", "locale", "list_name",
)  # fmt: skip

_PAPERS = (
    r"cni|cnis|carte (?:nationale )?d ?identite|piece d ?identite|passeport|titre de sejour|carte de sejour|"
    r"permis de conduire|(?:carte|n|no|num|numero)(?: d)? ?elect(?:eur|rice|orale?)|"
    r"securite sociale|num(?:ero)? secu|nir|iban|rib"
)
_HEADER = re.compile(rf"\b(?:{_PAPERS})\b")
# A paper and, soon after, six figures or more: « CNI 12AB34567 », « passeport n° 14 CV 12345 ».
_TEXT = re.compile(rf"\b(?:{_PAPERS})\b(?:\W|\b(?:n|no|numero|num|est|du)\b)*(?=(?:[a-z]{{0,2}} ?\d ?){{6,}})")
# The number of the national register of persons: sex, year, month, place, order, key.
_NIR = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3} ?\d{2}(?!\d)", re.IGNORECASE)

# An account: country, key, 11 to 30 letters and figures, together or by fours.
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Za-z])")

_DIGITS = re.compile(r"(?:\d\D*){6}")  # the fewest of such a number
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")

IDENTITY = N_(
    "This text holds a number that is never kept (identity paper, voter, social security or bank account): take it out."
)


def is_free_text(name: str, kind: Any) -> bool:
    """Whether one writes what one likes in a column of this name and type, long enough for such a number."""
    is_text = isinstance(kind, String) and not isinstance(kind, Enum)
    return is_text and (kind.length or SHORTEST) >= SHORTEST and not name.endswith(_NO_WORDS)


def is_never_kept(header: str) -> bool:
    """Whether a column of this header holds such numbers."""
    return _HEADER.search(fold(header)) is not None


def holds_never_kept(text: str) -> bool:
    """Whether a text holds such a number."""
    if _DIGITS.search(text) is None:
        return False
    return bool(_NIR.search(text) or _TEXT.search(fold(_DAY.sub("-", text))) or _is_account(text))


def _is_account(text: str) -> bool:
    """Whether a text holds the number of an account, whose two first figures check the others (ISO 13616)."""
    found = ("".join(each.split()).upper() for each in _IBAN.findall(text))
    return any(int("".join(str(int(one, 36)) for one in each[4:] + each[:4])) % 97 == 1 for each in found)


def check_may_be_kept(text: str, field: str | None = None) -> None:
    """Raises RuleViolation, at a field, for a text that holds such a number."""
    if holds_never_kept(text):
        raise RuleViolation(IDENTITY, field=field)
