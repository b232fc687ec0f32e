"""One written form for addresses and numbers, and what a person's row may hold."""

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email, normalised_phone, phone_spellings, written_phone
from mdo.people.persons import check_person
from models.people import Person
from tests.support.rows import day

TODAY = day("24/11/2026")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("06 12 34 56 78", "0612345678"),
        ("06.12.34.56.78", "0612345678"),
        ("06-12-34-56-78", "0612345678"),
        ("+33 6 12 34 56 78", "0612345678"),
        ("+33 (0)6 12 34 56 78", "0612345678"),
        ("+330612345678", "0612345678"),
        ("0033 6 12 34 56 78", "0612345678"),
        (" 06\u00a012 34 56 78 ", "0612345678"),
        ("+41 22 123 45 67", "+41221234567"),
        ("0041 22 123 45 67", "+41221234567"),
        ("612345678", "612345678"),
        ("poste 12", "12"),
        ("+", ""),
        ("inconnu", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_is_the_same_number_however_written(typed: str | None, expected: str) -> None:
    assert normalised_phone(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("+33612345678", "06 12 34 56 78"),
        (" +41 22  123 45 67", "+41 22 123 45 67"),
        ("inconnu", "inconnu"),
        ("  ", None),
        (None, None),
    ],
)
def test_a_french_phone_is_written_by_pairs(typed: str | None, expected: str | None) -> None:
    assert written_phone(typed) == expected


def test_every_usual_spelling_of_a_number_is_looked_up() -> None:
    spellings = phone_spellings("06 12 34 56 78")
    for stored in ("0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33612345678", "+33 6 12 34 56 78"):
        assert stored in spellings
        assert phone_spellings(stored) >= spellings
    assert phone_spellings(None) == frozenset()
    assert phone_spellings("aucun") == frozenset()


@pytest.mark.parametrize(
    ("typed", "expected"), [(" Lea.Martin@Example.ORG ", "lea.martin@example.org"), ("", ""), (None, "")]
)
def test_an_address_ignores_case_and_spaces(typed: str | None, expected: str) -> None:
    assert normalised_email(typed) == expected


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"last_name": "  "}, "last_name"),
        ({"email": "lea@example.org"}, None),
        ({"email": "lea@example"}, "email"),
        ({"email": "lea example.org"}, "email"),
        ({"email": "a@example.org; b@example.org"}, "email"),
        ({"guardian_email": "inconnue"}, "guardian_email"),
        ({"birth_year": 2026}, None),
        ({"birth_year": 2027}, "birth_year"),
        ({"image_consent_on": TODAY}, None),
        ({"image_consent_on": day("25/11/2026")}, "image_consent_on"),
    ],
)
def test_a_person_needs_a_name_and_true_contacts_and_dates(values: dict[str, object], field: str | None) -> None:
    person = Person(**{"last_name": "Martin", **values})
    if field is None:
        check_person(person, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_person(person, TODAY)
    assert refusal.value.field == field


def test_what_is_saved_is_tidied() -> None:
    person = Person(last_name=" De  La Tour ", first_name=" ", email=" Lea@Example.org", phone="+33612345678")
    check_person(person, TODAY)
    assert (person.last_name, person.first_name) == ("De La Tour", None)
    assert (person.email, person.phone) == ("lea@example.org", "06 12 34 56 78")
