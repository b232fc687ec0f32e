"""A remark of the law on a contract: how grave, and its sentence."""

from dataclasses import dataclass

from mdo.kernel.base.errors import RuleViolation

OK, WARN, DANGER = "ok", "warn", "danger"


@dataclass(frozen=True)
class Remark:
    """A sentence about an amendment, and how grave: ok, warn or danger."""

    tone: str
    words: RuleViolation
