"""What makes a person « to complete »: said once for the record and for the list."""

import pytest

from mdo.people.completeness import missing_in_person
from models.people import Consent, Gender, Person
from tests.support import TODAY

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
