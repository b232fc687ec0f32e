"""Organisations on screen: associations, directions, partners, local authorities."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.organisations.fields import ORGANISATION
from mdo.people.columns import MANDATE_COLUMNS, PERSON_COLUMNS
from models.organisations import Organisation
from models.people import Mandate, Person
from models.territory import Arrondissement
from views.base.filters import filters_of, relation_filter
from views.base.freshness import to_refresh
from views.base.importable import ImportableView
from views.base.record import RelatedList
from views.base.relations import Relation, own_arrondissements
from views.documents.carrying import CarriesDocuments
from views.mail.letters import writing_to


class OrganisationView(CarriesDocuments, ImportableView):
    """One register of organisations, used everywhere."""

    model = Organisation
    empty_for = N_("Here are the associations, city departments and partners whose members sit in bodies.")
    route_base = "/organisations"
    held_by = (Mandate.organisation_id,)
    can_import_kind = "organisations"
    copied = ("kind", "arrondissement")
    carried = ("kind", "arrondissement")
    order = ("name", "asc")
    relations = {"arrondissement": Relation(where=own_arrondissements)}
    filters = (
        *filters_of(ORGANISATION, "kind"),
        relation_filter(
            ORGANISATION["arrondissement"],
            Arrondissement.name,
            Arrondissement.number,
            empty=lambda: Organisation.arrondissement_id.is_(None),
            empty_label=N_("whole city"),
        ),
        *filters_of(ORGANISATION, "convention_end_on"),
        to_refresh(Organisation),
    )
    bulk = (writing_to(N_("Write to the organisations")),)
    related_lists = (
        RelatedList(
            "mandates",
            Mandate,
            columns_named(MANDATE_COLUMNS, "person", "instance", "function", "start_on", "status"),
            lambda row: Mandate.organisation_id == row.id,
            (Mandate.start_on.desc(),),
            filter_argument="organisation",
        ),
        RelatedList(
            "people",
            Person,
            columns_named(PERSON_COLUMNS, "last_name", "first_name", "arrondissement", "email"),
            lambda row: Person.organisation_id == row.id,
            (Person.sort_key,),
            filter_argument="organisation",
            add_argument="organisation",
        ),
    )
