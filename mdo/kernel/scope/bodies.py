"""Where bodies stand, for what the kernel lists: their domain says it (`mdo.kernel.scope.placements.Bodies`)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select

from mdo.kernel.scope.placements import bodies


def bodies_in(arrondissement_ids: Iterable[int] | Select[Any]) -> Select[Any]:
    """Ids of the bodies that have at least one of these arrondissements."""
    return bodies().standing_in(arrondissement_ids)
