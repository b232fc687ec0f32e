"""What makes a person « to complete »: one answer for the record and for the list."""

import pytest
from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from mdo.people.completeness import missing_in_person, person_to_complete
from models.people import Consent, Gender, Person
from tests.support import TODAY
from tests.support import factories as make

KNOWN = {"gender": Gender.FEMALE, "birth_year": 1980, "directory_consent": Consent.REFUSED}
CASES = [
    ({}, ()),
    ({"gender": Gender.UNKNOWN}, ("gender",)),
    ({"birth_year": None}, ("birth_year",)),
    ({"directory_consent": Consent.UNKNOWN}, ("directory_consent",)),
    ({"birth_year": 2007}, ()),
    ({"birth_year": 2008}, ("guardian_name",)),
    ({"birth_year": 2008, "guardian_name": "Ana Roux"}, ("guardian_name",)),
    ({"birth_year": 2008, "guardian_email": "ana@example.org"}, ("guardian_name",)),
    ({"birth_year": 2008, "guardian_name": "Ana Roux", "guardian_email": "ana@example.org"}, ()),
    ({"birth_year": 2008, "guardian_name": "Ana Roux", "guardian_phone": "06 00 00 00 00"}, ()),
    ({"gender": Gender.UNKNOWN, "birth_year": None}, ("gender", "birth_year")),
]


@pytest.mark.parametrize(("values", "missing"), CASES)
def test_what_is_missing_of_a_person(values: dict[str, object], missing: tuple[str, ...]) -> None:
    assert missing_in_person(Person(last_name="Roux", **{**KNOWN, **values}), TODAY) == missing


def test_the_list_has_those_whose_record_says_so_and_the_others_are_the_rest(session: Session) -> None:
    people = {make.PersonFactory(**{**KNOWN, **values}).id: bool(missing) for values, missing in CASES}
    found = set(session.scalars(select(Person.id).where(person_to_complete(TODAY))))
    assert found == {row_id for row_id, is_missing in people.items() if is_missing}
    assert set(session.scalars(select(Person.id).where(not_(person_to_complete(TODAY))))) == set(people) - found
