"""What the kernel is told about instances."""

from typing import Any

from sqlalchemy import Select, String, cast, literal, select

from mdo.instances.dissolution import end_with_body
from mdo.instances.exchanges import EXCHANGES
from mdo.instances.register import NAMES_OF_FIELDS
from mdo.instances.row_rules import RULES
from mdo.instances.scope import PLACES, bodies_in
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.freshness.looked_at import Confirmed
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Seat


def _in_place(arrondissement_id: int) -> Select[Any]:
    """Ids of the bodies of an arrondissement."""
    return select(Instance.id).where(Instance.id.in_(bodies_in([arrondissement_id])))


DOMAIN = Domain(
    "instances",
    rights=(
        ScreenRights("InstanceView", N_("Bodies"), Section.BODIES, 10, Audience.BODIES),
        ScreenRights("SeatView", N_("Seats"), Section.BODIES, 20, Audience.BODIES),
        ScreenRights("InstanceTypeView", N_("Types of bodies"), Section.SETTINGS, 10, Audience.BODY_TYPES),
        ScreenRights("CollegeView", N_("Colleges"), Section.SETTINGS, 30, Audience.BODIES),
        ScreenRights("FunctionView", N_("Functions"), Section.SETTINGS, 40, Audience.REFERENCE),
    ),
    rules=RULES,
    exchanges=EXCHANGES,
    along={Instance: end_with_body},
    found=(
        SearchKind(
            10,
            Instance,
            title=Instance.name,
            order=(Instance.sort_key,),
            details=(InstanceType.label, Instance.code),
            joins=((Instance.type,),),
            references=(Instance.code,),
        ),
        SearchKind(
            400,
            InstanceType,
            title=InstanceType.label,
            order=(small(InstanceType.label),),
            references=(InstanceType.code,),
        ),
        SearchKind(
            410,
            College,
            title=College.name,
            order=(small(College.name),),
            details=(InstanceType.label, Instance.name),
            joins=((College.type,), (College.instance,)),
        ),
        SearchKind(
            420,
            Seat,
            title=Instance.name,
            order=(Seat.id,),
            details=(literal("n° ") + cast(Seat.number, String), College.name),
            joins=((Seat.instance,), (Seat.college,)),
        ),
        SearchKind(
            430,
            MandateFunction,
            title=MandateFunction.label,
            order=(small(MandateFunction.label),),
            details=(Instance.name,),
            joins=((MandateFunction.instance,),),
            references=(MandateFunction.code,),
        ),
    ),
    shown_in={
        College: ("CollegeView",),
        Instance: ("InstanceView",),
        InstanceType: ("InstanceTypeView",),
        MandateFunction: ("FunctionView",),
        Seat: ("SeatView",),
    },
    places=PLACES,
    confirmed=(Confirmed(10, Instance, _in_place, Instance.state == InstanceState.ACTIVE),),
    names_of_fields=NAMES_OF_FIELDS,
    computed=((Instance, "arrondissements"),),
)
