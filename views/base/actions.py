"""Bulk actions: declared on a view, run on rows that the session's scope let through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BulkSpec:
    """An action on the ticked rows. `run` gets the view and the rows, and returns the response.

    `label` and `confirm` are message ids; without `confirm` the action shows its own page before it writes. `needs` are
    rights on other views (view, permission) that it takes besides `permission`. One that only reads (`is_reading`)
    takes the rows that its user may not change too. One that is not listed is reached by the page of another.
    """

    name: str
    label: str
    permission: str
    run: Callable[[Any, Any], Any]
    confirm: str = ""
    icon: str = ""
    is_danger: bool = False
    needs: tuple[tuple[str, str], ...] = ()
    is_reading: bool = False
    is_listed: bool = True
