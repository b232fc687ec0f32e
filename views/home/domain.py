"""What is shown of home."""

from mdo.kernel.base.messages import N_
from views.base.domain import Action, Screens
from views.home.public import PublicView
from views.home.screens import HomeView

SCREENS = Screens(
    "home",
    views={HomeView: "premiers-pas"},
    for_all={PublicView: "index"},
    actions=(
        Action(580, PublicView, N_("Help"), "question-circle", method="help", needs=()),
        Action(590, PublicView, N_("Accessibility"), "universal-access", method="accessibility", needs=()),
    ),
)
