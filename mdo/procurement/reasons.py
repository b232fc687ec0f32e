"""What is decided of a need, and the sentence, the article and the doubt that go with it."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from mdo.kernel.base.errors import RuleViolation
from models.procurement import ProcedureCode, Threshold

_CODE_IN_FORCE = dt.date(2019, 4, 1)
_BEFORE = "Textes d’avant le code de la commande publique"
_OF_THE_CODE = re.compile(r"(?<!\w)[LR]2[13]\d\d-\d")
_OF_ANOTHER = ("CGCT", "territoriales")


@dataclass(frozen=True)
class Reason:
    """A sentence with the article that it rests on; `is_grave` is shown apart, or in red."""

    words: RuleViolation
    article: str
    is_to_confirm: bool
    is_grave: bool = False


@dataclass(frozen=True)
class ImposedProcedure:
    """The procedure that an amount imposes, why, and the threshold that decides (None for a small lot)."""

    procedure: ProcedureCode
    reason: Reason
    threshold: Threshold | None = None


def of_threshold(words: str, threshold: Threshold, *, is_grave: bool = False) -> Reason:
    """A sentence on a threshold, which may name its amount and its first day."""
    said = RuleViolation(words, threshold=threshold.amount_excl_tax, day=threshold.valid_from)
    return Reason(said, threshold.legal_basis, threshold.is_to_confirm, is_grave)


def article_on(article: str, day: dt.date) -> str:
    """An article, or that it is older than the code on a day before 1 April 2019."""
    is_later = (
        day < _CODE_IN_FORCE and _OF_THE_CODE.search(article) and not any(code in article for code in _OF_ANOTHER)
    )
    return _BEFORE if is_later else article


def on_its_day(reason: Reason, day: dt.date) -> Reason:
    """A reason with the article that was law on a day; what rests on older law than the code is to be confirmed."""
    article = article_on(reason.article, day)
    return reason if article == reason.article else replace(reason, article=article, is_to_confirm=True)
