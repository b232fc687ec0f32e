"""What is shown of instances."""

from mdo.kernel.base.messages import N_
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Seat
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup, SettingsPart
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
        Entry(20, InstanceView, "people", MenuGroup.PARTICIPATION),
        Entry(20, SeatView, "grid-3x3-gap", under="InstanceView"),
        Entry(
            110,
            InstanceTypeView,
            "tags",
            under="SettingsView",
            part=SettingsPart.BODIES,
            told=N_("Each kind of body, with its rules of quorum, parity and renewal."),
        ),
        Entry(
            120,
            CollegeView,
            "collection",
            under="SettingsView",
            part=SettingsPart.BODIES,
            told=N_("The colleges of which bodies are made, with their seats."),
        ),
        Entry(
            130,
            FunctionView,
            "award",
            under="SettingsView",
            part=SettingsPart.BODIES,
            told=N_("What members are called: president, secretary, member of the bureau."),
        ),
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
    pinned=(InstanceView,),
)
