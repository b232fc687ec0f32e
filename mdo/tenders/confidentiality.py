"""What suppliers offered, until the award: who sees it, and from when.

Those who write tenders see them all. Those who only read them (the managers) see those of contracts that were awarded.
Nobody else sees any, however far the rest of their scope reaches; nor what the journal keeps of them.
"""

from typing import Any

from sqlalchemy import Select, false, or_, select

from mdo.kernel.scope.awards import AwardAccess, KeptBack
from mdo.kernel.scope.placements import Clauses, Places, closed
from models.contracts import Contract, ContractState
from models.placement import AfterAward
from models.tenders import Tender

_AWARDED = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)

# By names of their own, as in `mdo.instances.scope`.
_contract = Contract.__table__.alias()
_tender = Tender.__table__.alias()


def _open_rows(model: Any, placement: AfterAward, sight: AwardAccess) -> Select[Any]:
    """Ids of the rows of a table that may be read."""
    table = model.__table__.alias()
    contracts = select(_contract.c.id).where(_contract.c.state.in_(_AWARDED if sight is AwardAccess.AWARDED else ()))
    places = contracts
    if placement.column == "tender_id":
        places = select(_tender.c.id).where(_tender.c.contract_id.in_(contracts))
    clause = table.c[placement.column].in_(places)
    if placement.kinds:
        clause = or_(clause, table.c.kind.not_in(placement.kinds))
    return select(table.c.id).where(clause)


def _open_contracts(sight: AwardAccess) -> Select[Any]:
    """Ids of the contracts whose entries of the journal may be read."""
    opened = _contract.c.state.in_(_AWARDED) if sight is AwardAccess.AWARDED else false()
    return select(_contract.c.id).where(opened)


PLACES = Places(
    clauses=(Clauses(AfterAward, closed),),
    kept_back=KeptBack(("TenderView", "can_edit"), ("TenderView", "can_list"), _open_rows, _open_contracts),
)
