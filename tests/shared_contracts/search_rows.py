"""Rows of shared contracts that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import object_session

from models.shared_contracts import SharedContract
from tests.contracts.search_rows import ordered_on_row
from tests.support import orders


def shared_row() -> Any:
    contract = ordered_on_row()
    contract.is_shared = True
    orders.DeliverableFactory(contract=contract, name="Bilan détaillé")
    session: Any = object_session(contract)
    session.flush()
    return session.get(SharedContract, contract.id)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    SharedContract: (shared_row,),
}
