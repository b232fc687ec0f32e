"""How rows of contracts are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.contracts import Contract, ProcurementStep
from models.procurement import PurchaseFamily

FOUND: tuple[Kind, ...] = (
    Kind(
        120,
        Contract,
        title=Contract.title,
        order=(small(Contract.title),),
        details=(Contract.number, PurchaseFamily.name),
        joins=((Contract.family,),),
        references=(Contract.number, Contract.open_data_id),
    ),
    Kind(
        140,
        ProcurementStep,
        title=ProcurementStep.label,
        order=(small(ProcurementStep.label), ProcurementStep.id),
        details=(Contract.number, Contract.title),
        joins=((ProcurementStep.contract,),),
    ),
)
