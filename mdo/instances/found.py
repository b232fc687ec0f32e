"""How rows of instances are found, and named, by the search from every page."""

from sqlalchemy import String, cast, literal

from mdo.kernel.search.kinds import Kind, small
from models.instances import College, Instance, InstanceType, MandateFunction, Seat

FOUND: tuple[Kind, ...] = (
    Kind(
        10,
        Instance,
        title=Instance.name,
        order=(Instance.sort_key,),
        details=(InstanceType.label, Instance.code),
        joins=((Instance.type,),),
        references=(Instance.code,),
    ),
    Kind(
        400, InstanceType, title=InstanceType.label, order=(small(InstanceType.label),), references=(InstanceType.code,)
    ),
    Kind(
        410,
        College,
        title=College.name,
        order=(small(College.name),),
        details=(InstanceType.label, Instance.name),
        joins=((College.type,), (College.instance,)),
    ),
    Kind(
        420,
        Seat,
        title=Instance.name,
        order=(Seat.id,),
        details=(literal("n° ") + cast(Seat.number, String), College.name),
        joins=((Seat.instance,), (Seat.college,)),
    ),
    Kind(
        430,
        MandateFunction,
        title=MandateFunction.label,
        order=(small(MandateFunction.label),),
        details=(Instance.name,),
        joins=((MandateFunction.instance,),),
        references=(MandateFunction.code,),
    ),
)
