"""What is shown of shared contracts."""

from mdo.kernel.base.messages import N_
from views.base.domain import Screens
from views.base.entries import Entry
from views.shared_contracts.screens import SharedContractView

SCREENS = Screens(
    "shared_contracts",
    views={SharedContractView: "execution-des-marches"},
    menu=(Entry(70, SharedContractView, "eye", under="ContractView", label=N_("Shared contracts")),),
)
