"""Lists of rows, as many as a statement takes comfortably."""

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

BATCH = 500


Item = TypeVar("Item")


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of at most 500, as many as a statement takes comfortably."""
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch
