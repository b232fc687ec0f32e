"""Refusals that a person can understand and act on."""

from decimal import Decimal
from typing import Any

from mdo.kernel.base.messages import Translate


class RuleViolation(Exception):
    """A rule of the trade says no: `message` is a message id, `params` fill it, `field` names the form field at fault.

    Parameters that are dates, decimals or another refusal are given as such; the edge writes them in words.
    """

    def __init__(self, message: str, field: str | None = None, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def text(self, translate: Translate) -> str:
        """The sentence for the reader, in the language of `translate`."""
        return translate(self.message) % self.words(translate)

    def words(self, translate: Translate) -> dict[str, Any]:
        """The parameters as the sentence has them: dates and other refusals in words."""
        return {name: _in_words(value, translate) for name, value in self.params.items()}

    def __str__(self) -> str:
        return self.text(lambda message: message)


def amount_in_words(amount: Decimal) -> str:
    """« 65 000 » or « 65 000,50 »: thousands apart, cents when there are some (ISO 31-0, hence in both languages)."""
    text = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")
    return text.removesuffix(",00")


class OutOfScope(RuleViolation):
    """A row outside the reader's arrondissements: nothing is written."""


def _in_words(value: Any, translate: Translate) -> Any:
    if isinstance(value, RuleViolation):
        return value.text(translate)
    if isinstance(value, Decimal):
        return amount_in_words(value)
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")
    return value
