"""What suppliers offered: who sees it, and from when. Read by the row scope, like the places of restricted readers.

Those who write tenders see them all. Those who only read them (the managers) see those of contracts that were awarded.
Nobody else sees any, however far the rest of their scope reaches; nor what the journal keeps
(`mdo.kernel.scope.journal`).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from mdo.kernel.base.context import Context
from models.contracts import Contract, ContractState
from models.placement import AfterAward
from models.tenders import Tender

AWARDED = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)
_WRITES, _READS = ("TenderView", "can_edit"), ("TenderView", "can_list")

# By names of their own, as in `mdo.kernel.scope.clauses`.
_contract = Contract.__table__.alias()
_tender = Tender.__table__.alias()


class Sight(StrEnum):
    """How much of the tenders a reader sees."""

    ALL = "all"
    AWARDED = "awarded"
    NOTHING = "nothing"


def sight_of(context: Context) -> Sight:
    """How much of the tenders the reader of a session sees; the program itself, which is nobody, sees them all."""
    if context.scope.user_id is None or _WRITES in context.rights:
        return Sight.ALL
    return Sight.AWARDED if _READS in context.rights else Sight.NOTHING


def is_kept_back(row: Any) -> bool:
    """Whether a row says what suppliers offered."""
    placement = getattr(type(row), "__placement__", None)
    return isinstance(placement, AfterAward) and (not placement.kinds or row.kind in placement.kinds)


def readable_after_award(model: type, sight: Sight) -> Callable[[Any], ColumnElement[bool]] | None:
    """The criterion of a model for a reader who does not write tenders; None leaves it open."""
    placement = getattr(model, "__placement__", None)
    if isinstance(placement, AfterAward):
        ids = _open_rows(model, placement, sight)
        return lambda cls: cls.id.in_(ids)
    return None


def _open_rows(model: Any, placement: AfterAward, sight: Sight) -> Select[Any]:
    """Ids of the rows of a table that may be read."""
    table = model.__table__.alias()
    contracts = select(_contract.c.id).where(_contract.c.state.in_(AWARDED if sight is Sight.AWARDED else ()))
    places = contracts
    if placement.column == "tender_id":
        places = select(_tender.c.id).where(_tender.c.contract_id.in_(contracts))
    clause = table.c[placement.column].in_(places)
    if placement.kinds:
        clause = or_(clause, table.c.kind.not_in(placement.kinds))
    return select(table.c.id).where(clause)
