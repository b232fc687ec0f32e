"""What is shown of territory."""

from mdo.kernel.base.messages import N_
from models.territory import Arrondissement
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
from views.base.relations import Choices
from views.territory.screens import ArrondissementView

SCREENS = Screens(
    "territory",
    views={ArrondissementView: "reseau"},
    menu=(
        Entry(
            240,
            ArrondissementView,
            "geo-alt",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("The nine arrondissements, with their mairies."),
        ),
    ),
    choices={Arrondissement: Choices(Arrondissement.number, is_few=True)},
)
