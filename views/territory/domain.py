"""What is shown of territory."""

from models.territory import Arrondissement
from views.base.domain import Entry, Screens
from views.base.relations import Choices
from views.territory.screens import ArrondissementView

SCREENS = Screens(
    "territory",
    views={ArrondissementView: "reseau"},
    menu=(Entry(40, ArrondissementView, "geo-alt"),),
    choices={Arrondissement: Choices(Arrondissement.number, is_few=True)},
)
