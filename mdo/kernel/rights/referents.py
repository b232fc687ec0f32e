"""Who answers for an arrondissement on a day, and who stands in for whom: as the domain that keeps it declares it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select


@dataclass(frozen=True)
class Answering:
    """Statements of ids, of an account and a day: see `mdo.network.answering`."""

    places_of: Callable[[Any, dt.date | BindParameter[dt.date]], Select[int]]
    replaced_by: Callable[[Any, dt.date], Select[Any]]
    deadlines_of: Callable[[Any, dt.date], Select[Any]]
    places_replaced_by: Callable[[Any, dt.date], Select[int]]
    covers: Callable[[dt.date | BindParameter[dt.date]], Select[Any]]


ANSWERING: dict[str, Answering] = {}


def answering() -> Answering:
    """Raises LookupError when no domain declared it: nobody then answers for anything."""
    if not ANSWERING:
        raise LookupError("No domain declared who answers for an arrondissement: import mdo.domains first.")
    return ANSWERING["answering"]
