"""Arrondissements that a reader with limits does not see: what is there is said to be out of sight, not to be none."""

from collections.abc import Collection

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.limits import Reach
from views.base.database import db

OUT_OF_SIGHT = N_("Outside your arrondissements: what is there is not shown to you.")


def is_out_of_sight(arrondissement_ids: Collection[int]) -> bool:
    """Whether these are all outside the arrondissements of the reader; no for one who sees the whole city."""
    scope = context_of(db.session).scope
    if scope.reach is not Reach.ARRONDISSEMENTS or not arrondissement_ids:
        return False
    return scope.arrondissement_ids.isdisjoint(arrondissement_ids)
