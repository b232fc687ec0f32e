"""What is shown of organisations."""

from mdo.kernel.base.messages import N_
from models.organisations import Organisation
from views.base.domain import Action, Screens
from views.base.entries import Entry
from views.base.relations import Choices
from views.organisations.screens import OrganisationView

SCREENS = Screens(
    "organisations",
    views={OrganisationView: "reseau"},
    menu=(Entry(50, OrganisationView, "building", under="InstanceView"),),
    actions=(Action(100, OrganisationView, N_("New organisation"), "building"),),
    choices={Organisation: Choices(Organisation.sort_key)},
)
