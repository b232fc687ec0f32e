"""Who of those with limits reads and changes what a request carries: whoever does the body that made it."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, select

from mdo.instances.scope import readable_instances, writable_instances
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.placements import Carried, Places
from models.requests import CouncilRequest

# By a name of its own, as in `mdo.instances.scope`.
_request = CouncilRequest.__table__.alias()


def _readable(scope: Scope) -> Select[Any]:
    return select(_request.c.id).where(_request.c.instance_id.in_(readable_instances(scope)))


def _writable(scope: Scope, today: dt.date) -> Select[Any]:
    return select(_request.c.id).where(_request.c.instance_id.in_(writable_instances(scope)))


PLACES = Places(
    carried={"request_id": Carried(CouncilRequest, frozenset({("RequestView", "can_show")}), _readable, _writable)}
)
