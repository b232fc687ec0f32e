"""What a check found: a sentence that says what to do, and how bad it is."""

import enum
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import Translate


class Level(enum.Enum):
    """A remark is worth knowing; what is wrong makes the command end with status 1."""

    GOOD = "good"
    REMARK = "remark"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """`message` is a message id, `params` fill it."""

    level: Level
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, translate: Translate) -> str:
        """The sentence for the reader."""
        return RuleViolation(self.message, **self.params).text(translate)


def good(message: str, **params: Any) -> Finding:
    """All is well."""
    return Finding(Level.GOOD, message, params)


def remark(message: str, **params: Any) -> Finding:
    """Worth knowing."""
    return Finding(Level.REMARK, message, params)


def wrong(message: str, **params: Any) -> Finding:
    """To be mended: the sentence says how."""
    return Finding(Level.WRONG, message, params)
