"""A fault: a place of the product, what stands there, what a slip would leave there, and the tests that must see it."""

from dataclasses import dataclass
from typing import NamedTuple


class Change(NamedTuple):
    """In this file, `before` (which occurs once) becomes `after`."""

    file: str
    before: str
    after: str


@dataclass(frozen=True)
class Fault:
    """One slip. `name` is the fact that it breaks; `caught_by` names files of tests, or `file::test`, by day."""

    name: str
    file: str
    before: str
    after: str
    caught_by: tuple[str, ...]
    also: tuple[Change, ...] = ()
    """Further places, where one alone would leave the fact standing."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """All its places."""
        return (Change(self.file, self.before, self.after), *self.also)
