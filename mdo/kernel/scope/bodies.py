"""Where bodies stand: each in one or several arrondissements, or in the whole city."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from models.instances import instance_arrondissement


def bodies_in(arrondissement_ids: Iterable[int]) -> Select[Any]:
    """Ids of the bodies that have at least one of these arrondissements."""
    link = instance_arrondissement.c
    return select(link.instance_id).where(link.arrondissement_id.in_(sorted(arrondissement_ids)))
