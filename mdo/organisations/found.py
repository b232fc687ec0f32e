"""How rows of organisations are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind
from models.organisations import Organisation
from models.territory import Arrondissement

FOUND: tuple[Kind, ...] = (
    Kind(
        360,
        Organisation,
        title=Organisation.name,
        order=(Organisation.sort_key,),
        details=(Organisation.acronym, Arrondissement.name),
        joins=((Organisation.arrondissement,),),
        references=(Organisation.siret, Organisation.acronym),
        private_references=(Organisation.email,),
    ),
)
