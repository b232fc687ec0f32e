"""What is shown of organisations."""

from mdo.kernel.base.messages import N_
from models.organisations import Organisation
from views.base.domain import Action, Entry, Screens
from views.base.relations import Choices
from views.organisations.screens import OrganisationView

SCREENS = Screens(
    "organisations",
    views={OrganisationView: "reseau"},
    menu=(Entry(50, OrganisationView, "building"),),
    actions=(Action(100, OrganisationView, N_("New organisation"), "building"),),
    choices={Organisation: Choices(Organisation.sort_key)},
)
