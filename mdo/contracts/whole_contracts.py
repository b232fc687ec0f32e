"""Undo of an import: what it wrote in a contract stays, or goes back, as a whole.

The days of the steps are those of their file, its end and its holders those of its amendments, and what is noted as
published speaks of all of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.journal.touched import Changed
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.amendments import Amendment, Subcontract, SubcontractChange
from models.contracts import Contract, ContractHolder, ProcurementStep
from models.decp import OpenDataRelease

_BATCH = 500
_Key = tuple[str, int]
_PARTS: tuple[Any, ...] = (ContractHolder, ProcurementStep, Amendment, Subcontract, OpenDataRelease)


def with_whole_contracts(session: AnySession, changes: Sequence[Changed], kept: Mapping[_Key, str]) -> dict[_Key, str]:
    """These rows that stay, and with each all that the operation wrote in its contract, by the name of the contract."""
    found = dict(kept)
    if not found:
        return found
    groups: dict[int, list[_Key]] = defaultdict(list)
    for contract_id, key in _places(session, changes):
        groups[contract_id].append(key)
    labels = {(change.model, change.row_id): change.label for change in changes}
    for contract_id, keys in groups.items():
        if any(key in found for key in keys):
            name = labels.get((Contract.__name__, contract_id))
            found |= {key: name or labels[key] for key in keys if key not in found}
    return found


def _places(session: AnySession, changes: Sequence[Changed]) -> Iterator[tuple[int, _Key]]:
    """The rows of the operation that are a contract or a part of one, each with the id of its contract."""
    for row_id in _ids(changes, Contract):
        yield row_id, (Contract.__name__, row_id)
    asked = [(model, select(model.id, model.contract_id)) for model in _PARTS]
    of_act = select(SubcontractChange.id, Subcontract.contract_id).join(SubcontractChange.subcontract)
    for model, statement in (*asked, (SubcontractChange, of_act)):
        ids = _ids(changes, model)
        for start in range(0, len(ids), _BATCH):
            rows = statement.where(model.id.in_(ids[start : start + _BATCH]))
            for row_id, contract_id in session.execute(rows, execution_options=WHOLE_REGISTER):
                yield contract_id, (model.__name__, row_id)


def _ids(changes: Sequence[Changed], model: type) -> list[int]:
    return sorted({change.row_id for change in changes if change.model == model.__name__})
