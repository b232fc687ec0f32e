"""The optimistic lock with a three-way answer: a pure comparison of stored values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merge:
    """`changes` are the fields to write with my value; `conflicts` those that both of us changed, differently."""

    changes: dict[str, Any]
    conflicts: tuple[str, ...]


def merge(opened: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merge:
    """Compares the values at opening, those stored now and those submitted, field by field of `mine`.

    A field I left as it was is not mine to write, whatever became of it; a field that both changed to the same value
    needs nothing. A field absent from `opened` (the form was not opened on it) is compared with what is stored.
    """
    changes: dict[str, Any] = {}
    conflicts: list[str] = []
    for field, my_value in mine.items():
        current = theirs.get(field)
        before = opened.get(field, current)
        if my_value in (before, current):
            continue
        if current == before:
            changes[field] = my_value
        else:
            conflicts.append(field)
    return Merge(changes, tuple(conflicts))
