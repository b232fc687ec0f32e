"""What is decided of a need, and the sentence, the article and the doubt that go with it."""

from dataclasses import dataclass

from mdo.errors import RuleViolation
from models.procurement import ProcedureCode, Threshold


@dataclass(frozen=True)
class Reason:
    """A sentence with the article that it rests on; `is_grave` is shown in red."""

    words: RuleViolation
    article: str
    is_to_confirm: bool
    is_grave: bool = False


@dataclass(frozen=True)
class Decision:
    """The procedure that an amount imposes, why, and the threshold that decides (None for a small lot)."""

    procedure: ProcedureCode
    reason: Reason
    threshold: Threshold | None = None


def of_threshold(words: str, threshold: Threshold, *, is_grave: bool = False) -> Reason:
    """A sentence on a threshold, which may name its amount and its first day."""
    said = RuleViolation(words, threshold=threshold.amount_excl_tax, day=threshold.valid_from)
    return Reason(said, threshold.legal_basis, threshold.is_to_confirm, is_grave)
