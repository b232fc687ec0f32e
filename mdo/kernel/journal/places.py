"""Where a row stands when it changes, as the journal keeps it: the row may be gone when someone asks whose it was."""

from typing import Any

from sqlalchemy import Connection, inspect, select

from mdo.kernel.scope.awards import is_sealed
from models.placement import (
    AsInstance,
    AsPerson,
    ByArrondissement,
    ByInstance,
    ByMeeting,
    OfCarrier,
    OwnedByUser,
    Placement,
)

Place = dict[str, int | None]


class RowPlaces:
    """The places of the rows of one flush; what several rows hang on is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._above: dict[tuple[str, int], int | None] = {}

    def of(self, row: Any) -> Place:
        """The account, the contract, the body and the arrondissement of a row, as far as it has them."""
        placement: Placement | None = getattr(type(row), "__placement__", None)
        place: Place = {"owner_id": None, "contract_id": None, "instance_id": None, "arrondissement_id": None}
        if isinstance(placement, OwnedByUser):
            place["owner_id"] = row.user_id
        elif isinstance(placement, AsInstance):
            ids = [item.id for item in row.arrondissements]
            place |= {"instance_id": row.id, "arrondissement_id": ids[0] if len(ids) == 1 else None}
        elif isinstance(placement, ByInstance):
            place["instance_id"] = row.instance_id
        elif isinstance(placement, ByMeeting) or (isinstance(placement, OfCarrier) and row.meeting_id is not None):
            place["instance_id"] = self._of_parent(row, "meeting", "instance_id")
        elif isinstance(placement, ByArrondissement | AsPerson):
            place["arrondissement_id"] = row.arrondissement_id
        elif is_sealed(row):
            direct = placement is not None and getattr(placement, "column", "") == "contract_id"
            place["contract_id"] = row.contract_id if direct else self._of_parent(row, "tender", "contract_id")
        return place

    def _of_parent(self, row: Any, relation: str, name: str) -> int | None:
        parent_id = getattr(row, f"{relation}_id")
        if (relation, parent_id) not in self._above:
            parent = inspect(row).dict.get(relation)
            if parent is not None and name in inspect(parent).dict:
                self._above[relation, parent_id] = getattr(parent, name)
            else:
                table = inspect(type(row)).relationships[relation].mapper.class_.__table__
                asked = select(table.c[name]).where(table.c.id == parent_id)
                self._above[relation, parent_id] = self._connection.scalar(asked)
        return self._above[relation, parent_id]
