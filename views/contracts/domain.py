"""What is shown of contracts."""

from mdo.contracts.legal import LegalCheck
from mdo.kernel.base.messages import N_
from models.contracts import Contract, ContractEnding, ContractState, StepState
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup
from views.base.relations import Choices
from views.contracts.screens import ContractView, StepView

SCREENS = Screens(
    "contracts",
    views={ContractView: "marches", StepView: "calendrier-des-marches"},
    menu=(
        Entry(10, ContractView, "briefcase", MenuGroup.MANAGEMENT),
        Entry(20, StepView, "list-check", under="ContractView"),
    ),
    actions=(Action(60, ContractView, N_("New contract file"), "briefcase"),),
    tones={
        ContractState: {
            ContractState.NEED: "info",
            ContractState.PROCEDURE: "info",
            ContractState.AWARDED: "warn",
            ContractState.RUNNING: "ok",
            ContractState.ENDED: "muted",
            ContractState.ABANDONED: "danger",
        },
        ContractEnding: dict.fromkeys(ContractEnding, "danger"),
        StepState: {
            StepState.TO_DO: "info",
            StepState.UNDER_WAY: "warn",
            StepState.DONE: "ok",
            StepState.SET_ASIDE: "muted",
        },
        LegalCheck: {LegalCheck.HELD: "ok", LegalCheck.SHORT: "danger", LegalCheck.LATE: "danger"},
    },
    choices={Contract: Choices(Contract.number)},
    pinned=(ContractView,),
)
