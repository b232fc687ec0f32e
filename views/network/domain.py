"""What is shown of network."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Screens
from views.base.entries import Entry
from views.network.screens import AbsenceView, ReferentView

SCREENS = Screens(
    "network",
    views={ReferentView: "reseau", AbsenceView: "reseau"},
    menu=(
        Entry(20, ReferentView, "diagram-3", under="PersonView"),
        Entry(30, AbsenceView, "calendar-x", under="PersonView"),
    ),
    actions=(Action(110, AbsenceView, N_("New absence"), "calendar-x"),),
)
