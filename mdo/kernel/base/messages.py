"""Message ids: written in English here, translated at the edge, by the translator that is passed in."""

from collections.abc import Callable

Translate = Callable[[str], str]


def N_(message: str) -> str:
    """Marks a message id for the catalogue without translating it."""
    return message
