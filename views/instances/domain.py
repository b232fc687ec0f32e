"""What is shown of instances."""

from mdo.kernel.base.messages import N_
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Seat
from views.base.domain import Action, Entry, Screens
from views.base.relations import Choices
from views.instances.screens import CollegeView, FunctionView, InstanceTypeView, InstanceView, SeatView

SCREENS = Screens(
    "instances",
    views={
        InstanceView: "instances",
        InstanceTypeView: "instances",
        CollegeView: "instances",
        SeatView: "instances",
        FunctionView: "instances",
    },
    menu=(
        Entry(10, InstanceView, "people"),
        Entry(20, SeatView, "grid-3x3-gap"),
        Entry(10, InstanceTypeView, "tags"),
        Entry(20, CollegeView, "collection"),
        Entry(30, FunctionView, "award"),
    ),
    actions=(Action(90, InstanceView, N_("New body"), "people"),),
    tones={
        InstanceState: {
            InstanceState.ACTIVE: "ok",
            InstanceState.PREPARATION: "info",
            InstanceState.PROJECT: "info",
            InstanceState.DORMANT: "warn",
            InstanceState.DISSOLVED: "muted",
        }
    },
    choices={
        InstanceType: Choices(InstanceType.position, InstanceType.label, is_few=True),
        MandateFunction: Choices(MandateFunction.position, MandateFunction.label, is_few=True),
        College: Choices(College.position, College.name),
        Seat: Choices(Seat.instance_id, Seat.number),
        Instance: Choices(Instance.sort_key),
    },
)
