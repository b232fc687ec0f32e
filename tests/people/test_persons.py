"""What is still asked for of a person whose row may be saved as it is."""

import pytest

from mdo.people.persons import lacks_guardian
from models.people import Person
from tests.support.rows import day

TODAY = day("24/11/2026")


@pytest.mark.parametrize(
    ("birth_year", "guardian", "expected"),
    [
        (2008, {}, True),
        (2007, {}, False),
        (None, {}, False),
        (2015, {"guardian_name": "Ana Roux"}, True),
        (2015, {"guardian_email": "ana@example.org"}, True),
        (2015, {"guardian_name": "Ana Roux", "guardian_email": "ana@example.org"}, False),
        (2015, {"guardian_name": "Ana Roux", "guardian_phone": "06 00 00 00 00"}, False),
    ],
)
def test_someone_who_may_be_a_minor_has_a_guardian_who_can_be_reached(
    birth_year: int | None, guardian: dict[str, str], expected: bool
) -> None:
    assert lacks_guardian(Person(last_name="Roux", birth_year=birth_year, **guardian), TODAY) is expected
