"""Rows of one name told apart, where an act names them: « Alves Marie (n° 12) »."""

from collections import Counter
from collections.abc import Iterable

from views.base.catalogues import gettext


def numbered(name: str, number: int) -> str:
    """A name with the number of its row."""
    return gettext("%(name)s (no. %(number)d)", name=name, number=number)


def told_apart(names: Iterable[tuple[int, str]]) -> dict[int, str]:
    """By number, the names of rows that stand together; those that several bear are given their number."""
    pairs = list(names)
    uses = Counter(name for _, name in pairs)
    return {number: numbered(name, number) if uses[name] > 1 else name for number, name in pairs}
