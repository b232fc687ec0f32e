"""What is shown of preferences."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Screens
from views.preferences.saved_views import SavedViewView
from views.preferences.screens import PreferenceView

SCREENS = Screens(
    "preferences",
    views={SavedViewView: "vues-enregistrees"},
    for_all={PreferenceView: "preferences"},
    actions=(
        Action(510, PreferenceView, N_("My preferences"), "sliders", method="edit", needs=()),
        Action(520, SavedViewView, N_("My views"), "bookmark", method="list", needs=(("can_list", SavedViewView),)),
        Action(570, PreferenceView, N_("Change my password"), "key", method="password", needs=()),
    ),
    pinned=(SavedViewView,),
)
