"""Refusals that a person can understand and act on."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mdo.kernel.base.messages import N_, Translate

# « 18 h 30 »: one form of the hour wherever one is read.
HOUR = N_("%(hour)02d:%(minute)02d")


class RuleViolation(Exception):
    """A rule of the trade says no: `message` is a message id, `params` fill it, `field` names the form field at fault.

    Parameters that are dates, hours, decimals or another refusal are given as such; the edge writes them in words.
    `others` are those that rules found beside it (see `gather`).
    """

    others: tuple["RuleViolation", ...] = ()

    def __init__(self, message: str, field: str | None = None, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    @property
    def all(self) -> tuple["RuleViolation", ...]:
        """This one and those beside it: one a field."""
        return (self, *self.others)

    def text(self, translate: Translate) -> str:
        """The sentence for the reader, in the language of `translate`."""
        return translate(self.message) % self.words(translate)

    def words(self, translate: Translate) -> dict[str, Any]:
        """The parameters as the sentence has them: dates and other refusals in words."""
        return {name: _in_words(value, translate) for name, value in self.params.items()}

    def __str__(self) -> str:
        return self.text(lambda message: message)


def gather(*rules: Callable[[], object]) -> None:
    """Asks rules that do not lean on each other, so that all they refuse is told at once: one refusal a field.

    Raises the first RuleViolation with the others beside it.
    """
    found: dict[str | None, RuleViolation] = {}
    for rule in rules:
        try:
            rule()
        except RuleViolation as refusal:
            for each in refusal.all:
                found.setdefault(each.field, each)
    if found:
        first, *others = found.values()
        first.others = tuple(others)
        raise first


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
    if isinstance(value, dt.time):
        return translate(HOUR) % {"hour": value.hour, "minute": value.minute}
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")
    return value
