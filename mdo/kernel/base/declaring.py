"""A container that domains fill: what was told once is not told again."""

from collections.abc import Mapping
from typing import Any


def add_once(container: dict[Any, Any], told: Mapping[Any, Any], owner: str) -> None:
    """Adds what a domain declares. Raises ValueError for what was declared already."""
    if twice := container.keys() & told.keys():
        raise ValueError(f"{owner} declares once more: {sorted(getattr(key, '__name__', key) for key in twice)}.")
    container.update(told)
