"""What is shown of shared contracts."""

from views.base.domain import Entry, Screens
from views.shared_contracts.screens import SharedContractView

SCREENS = Screens(
    "shared_contracts",
    views={SharedContractView: "execution-des-marches"},
    menu=(Entry(70, SharedContractView, "eye"),),
)
