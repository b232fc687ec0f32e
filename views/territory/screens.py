"""Arrondissements on screen."""

from dataclasses import replace

from mdo.instances.columns import INSTANCE_COLUMNS
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.network.fields import REFERENT_COLUMNS
from mdo.organisations.fields import ORGANISATION_COLUMNS
from models.instances import Instance
from models.network import Referent
from models.organisations import Organisation
from models.territory import Arrondissement
from views.base.out_of_sight import OUT_OF_SIGHT, is_out_of_sight
from views.base.record import RelatedList, TabSource
from views.base.view import BackofficeView
from views.meetings.assiduity import assiduity_tab


class ArrondissementView(BackofficeView):
    """The nine arrondissements and the contact of their mairies."""

    model = Arrondissement
    empty_for = N_("Here are the arrondissements of the city, where bodies, people and référents stand.")
    route_base = "/arrondissements"
    order = ("name", "asc")
    related_lists = (
        RelatedList(
            "bodies",
            Instance,
            columns_named(INSTANCE_COLUMNS, "name", "type", "state"),
            lambda row: Instance.arrondissements.any(Arrondissement.id == row.id),
            (Instance.sort_key,),
            filter_argument="arrondissements",
        ),
        RelatedList(
            "referents",
            Referent,
            columns_named(REFERENT_COLUMNS, "user", "start_on", "end_on", "replacement"),
            lambda row: Referent.arrondissement_id == row.id,
            (Referent.start_on.desc(),),
            filter_argument="arrondissement",
        ),
        RelatedList(
            "organisations",
            Organisation,
            columns_named(ORGANISATION_COLUMNS, "name", "kind", "convention_end_on"),
            lambda row: Organisation.arrondissement_id == row.id,
            (Organisation.name,),
            filter_argument="arrondissement",
        ),
    )

    def tabs(self, row: Arrondissement) -> tuple[TabSource, ...]:
        *lists, history = super().tabs(row)
        if is_out_of_sight([row.id]):
            by_name = {listed.name: listed for listed in self.related_lists}
            # No zero for what is not seen: a count would be read as the number there are.
            lists = [self._out_of_sight(row, by_name[source.name]) for source in lists if source.name in by_name]
            return (*lists, history)
        return (*lists, *assiduity_tab(row), history)

    def _out_of_sight(self, row: Arrondissement, listed: RelatedList) -> TabSource:
        return replace(self.list_tab(row, replace(listed, empty_text=OUT_OF_SIGHT)), counted=None)
