"""Rows of people that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.people import DuplicateCandidate, Mandate, Person
from tests.instances.search_rows import body_row
from tests.organisations.search_rows import organisation_row
from tests.support import factories as make
from tests.territory.search_rows import place_row


def person_row(last_name: str = "Jørgensen", first_name: str = "Héloïse") -> Person:
    return make.PersonFactory(
        last_name=last_name,
        first_name=first_name,
        arrondissement=place_row(),
        organisation=organisation_row(),
        email=f"{first_name}@example.org".lower(),
        phone="06 39 98 55 66",
        address="3 allée des Érables",
        postal_code="69á05",
        city="Vénissieux",
        notes="Préfère les réunions du soir",
    )


def mandate_row() -> Mandate:
    person = person_row()
    return make.MandateFactory(
        instance=body_row(),
        person=person,
        function=make.MandateFunctionFactory(label="Trésorière"),
        college=make.CollegeFactory(name="Collège Privé"),
        organisation=person.organisation,
        notes="Arrivée après le tirage",
    )


def pair_row() -> DuplicateCandidate:
    other = make.PersonFactory(last_name="Jörgensen", first_name="Éloïse")
    person = person_row()
    return make.DuplicateCandidateFactory(person=other, other=person, reason="similar_name")


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Person: (person_row,),
    Mandate: (mandate_row,),
    DuplicateCandidate: (pair_row,),
}
