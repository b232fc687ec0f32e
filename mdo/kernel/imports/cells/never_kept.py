"""What no workbook brings into the register: numbers of identity papers, of voters, of social security, of accounts.

Nothing here needs them, and who holds them could take someone's place (GDPR art. 5-1 c, data minimisation; for the
number of the national register of persons, decree 2019-341).
"""

import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.text import fold

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

_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")

IDENTITY = N_("This cell holds the number of an identity paper or account, which is never kept: take the number out.")


def is_never_kept(header: str) -> bool:
    """Whether a column of this header holds such numbers."""
    return _HEADER.search(fold(header)) is not None


def check_may_be_kept(text: str) -> None:
    """Raises RuleViolation for a text that holds such a number."""
    if _NIR.search(text) or _TEXT.search(fold(_DAY.sub("-", text))):
        raise RuleViolation(IDENTITY)
