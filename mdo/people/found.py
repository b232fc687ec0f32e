"""How rows of people are found, and named, by the search from every page."""

from sqlalchemy import func
from sqlalchemy.orm import aliased

from mdo.kernel.search.kinds import Kind, name_of
from models.instances import Instance, MandateFunction
from models.organisations import Organisation
from models.people import Mandate, Person
from models.territory import Arrondissement

_representative = aliased(Person)

FOUND: tuple[Kind, ...] = (
    Kind(
        20,
        Person,
        title=name_of(Person.last_name, Person.first_name),
        order=(Person.sort_key,),
        details=(Arrondissement.name, Organisation.name),
        joins=((Person.arrondissement,), (Person.organisation,)),
        private_references=(Person.email,),
    ),
    Kind(
        30,
        Mandate,
        title=func.coalesce(name_of(_representative.last_name, _representative.first_name), Organisation.name),
        order=(Mandate.id,),
        details=(MandateFunction.label, Instance.name),
        joins=(
            (_representative, Mandate.person),
            (Mandate.organisation,),
            (Mandate.function,),
            (Mandate.instance,),
        ),
    ),
)
