"""How rows of amendments are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

FOUND: tuple[Kind, ...] = (
    Kind(
        190,
        Amendment,
        title=Amendment.subject,
        order=(small(Amendment.subject), Amendment.id),
        details=(Contract.number, Contract.title),
        joins=((Amendment.contract,),),
    ),
    Kind(
        200,
        Renewal,
        title=Contract.title,
        order=(Renewal.id,),
        details=(Contract.number,),
        joins=((Renewal.contract,),),
    ),
    Kind(
        210,
        Subcontract,
        title=Subcontract.subject,
        order=(small(Subcontract.subject), Subcontract.id),
        details=(Supplier.name, Contract.number),
        joins=((Subcontract.supplier,), (Subcontract.contract,)),
    ),
    Kind(
        220,
        SubcontractChange,
        title=Subcontract.subject,
        order=(SubcontractChange.id,),
        details=(Supplier.name,),
        joins=((SubcontractChange.subcontract,), (Subcontract.supplier,)),
    ),
    Kind(
        230,
        Advance,
        title=Contract.title,
        order=(Advance.id,),
        details=(Contract.number,),
        joins=((Advance.contract,),),
    ),
    Kind(
        240,
        Penalty,
        title=Penalty.reason,
        order=(small(Penalty.reason), Penalty.id),
        details=(Contract.number, Contract.title),
        joins=((Penalty.contract,),),
    ),
    Kind(
        250,
        Evaluation,
        title=Supplier.name,
        order=(Evaluation.evaluated_on.desc(), Evaluation.id),
        details=(Contract.number, Contract.title),
        joins=((Evaluation.supplier,), (Evaluation.contract,)),
    ),
)
