"""Organisations on screen: associations, directions, partners, local authorities."""

from flask_babel import lazy_gettext

from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.organisations.columns import ORGANISATION_COLUMNS
from mdo.organisations.rules import check_organisation
from mdo.people.columns import MANDATE_COLUMNS
from models.organisations import Organisation, OrganisationKind
from models.people import Mandate
from models.territory import Arrondissement
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.record import RelatedList
from views.base.relations import Relation, own_arrondissements
from views.base.view import BackofficeView

_LABELS = FIELD_LABELS[Organisation]


class OrganisationView(BackofficeView):
    """One register of organisations, used everywhere."""

    model = Organisation
    route_base = "/organisations"
    columns = ORGANISATION_COLUMNS
    order = ("name", "asc")
    sections = (
        (N_("Organisation"), ("name", "acronym", "kind", "siret", "arrondissement")),
        (N_("Contact"), ("contact_name", "email", "phone", "address", "website")),
        (N_("Convention"), ("convention_start_on", "convention_end_on")),
        (N_("Notes"), ("notes",)),
    )
    personal = frozenset({"contact_name", "email", "phone"})
    relations = {"arrondissement": Relation(where=own_arrondissements)}
    filters = (
        EnumFilter("kind", _LABELS["kind"], OrganisationKind, Organisation.kind),
        RelationFilter(
            "arrondissement",
            _LABELS["arrondissement"],
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=Organisation.arrondissement_id.in_,
            empty=lambda: Organisation.arrondissement_id.is_(None),
            empty_label=N_("whole city"),
        ),
        DateFilter("convention_end_on", _LABELS["convention_end_on"], Organisation.convention_end_on),
    )
    related_lists = (
        RelatedList(
            N_("Mandates"),
            Mandate,
            "MandateView",
            tuple(
                column
                for column in MANDATE_COLUMNS
                if column.name in {"person", "instance", "function", "start_on", "status"}
            ),
            lambda row: Mandate.organisation_id == row.id,
            (Mandate.start_on.desc(),),
        ),
    )
    help_texts = {
        "siret": lazy_gettext("14 digits, spaces allowed."),
        "arrondissement": lazy_gettext("Leave empty for an organisation of the whole city."),
    }

    def check(self, row: Organisation) -> None:
        check_organisation(row)
