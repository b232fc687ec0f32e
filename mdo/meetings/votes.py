"""Votes on a decision, in the words that the page, Word and Excel share."""

from mdo.kernel.base.messages import N_, Translate
from models.meetings import Decision

_COUNTS = (
    ("votes_for", N_("For: %(number)d")),
    ("votes_against", N_("Against: %(number)d")),
    ("abstentions", N_("Abstentions: %(number)d")),
)


def votes_in_words(decision: Decision, translate: Translate) -> str:
    """« pour : 12, contre : 3 », of what was counted alone; empty where nobody counted."""
    counted = ((getattr(decision, name), words) for name, words in _COUNTS)
    return ", ".join(translate(words) % {"number": number} for number, words in counted if number is not None)
