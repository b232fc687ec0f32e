"""What the kernel is told about organisations."""

from typing import Any

from sqlalchemy import Select, select

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.freshness.looked_at import Confirmed
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind
from mdo.organisations.deadlines import CONVENTION_END
from mdo.organisations.exchanges import EXCHANGES
from mdo.organisations.row_rules import RULES
from models.organisations import Organisation
from models.territory import Arrondissement


def _in_place(arrondissement_id: int) -> Select[Any]:
    """Ids of the organisations of an arrondissement."""
    return select(Organisation.id).where(Organisation.arrondissement_id == arrondissement_id)


DOMAIN = Domain(
    "organisations",
    rights=(ScreenRights("OrganisationView", N_("Organisations"), Section.NETWORK, 50, Audience.PEOPLE),),
    deadlines=(CONVENTION_END,),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            360,
            Organisation,
            title=Organisation.name,
            order=(Organisation.sort_key,),
            details=(Organisation.acronym, Arrondissement.name),
            joins=((Organisation.arrondissement,),),
            references=(Organisation.siret, Organisation.acronym),
            private_references=(Organisation.email,),
        ),
    ),
    shown_in={Organisation: ("OrganisationView",)},
    confirmed=(Confirmed(20, Organisation, _in_place),),
    names_of_fields={"organisation": select(Organisation.name).order_by(Organisation.name)},
)
