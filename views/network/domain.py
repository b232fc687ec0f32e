"""What is shown of network."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Entry, Screens
from views.network.screens import AbsenceView, ReferentView

SCREENS = Screens(
    "network",
    views={ReferentView: "reseau", AbsenceView: "reseau"},
    menu=(Entry(10, ReferentView, "diagram-3"), Entry(20, AbsenceView, "calendar-x")),
    actions=(Action(110, AbsenceView, N_("New absence"), "calendar-x"),),
)
