"""What a contract shows to those who answer for a mairie that it serves."""

from typing import Any

from sqlalchemy import false, select

from mdo.instances.scope import writable_instances
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Places
from models.contracts import Contract, contract_arrondissement, contract_instance
from models.placement import ServedMairies


def contracts_serving(scope: Scope) -> Any:
    """Ids of the contracts that serve a mairie of the scope, by its arrondissement or by one of its bodies."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(contract_arrondissement.c.contract_id).where(false())
    ids = sorted(scope.arrondissement_ids)
    named = select(contract_arrondissement.c.contract_id).where(contract_arrondissement.c.arrondissement_id.in_(ids))
    bodies = select(contract_instance.c.contract_id).where(
        contract_instance.c.instance_id.in_(writable_instances(scope))
    )
    return named.union_all(bodies).scalar_subquery()


def _of_contracts(placement: ServedMairies, scope: Scope) -> Criterion:
    contracts = contracts_serving(scope)
    if placement.column == "id":
        return lambda cls: cls.id.in_(contracts)
    return lambda cls: cls.contract_id.in_(contracts)


PLACES = Places(
    clauses=(Clauses(ServedMairies, _of_contracts),),
    carried={"contract_id": Carried(Contract, frozenset({("ContractView", "can_show")}))},
)
