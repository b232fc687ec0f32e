"""What makes a record « to complete »: the same definition for the list and for the record."""

import datetime as dt

from sqlalchemy import ColumnElement, or_

from mdo.kernel.rules.twofold import Rule
from mdo.people.mandates import MandateStatus, status_of
from mdo.people.persons import GUARDIAN, lacks_guardian, lacks_guardian_clause
from models.people import Consent, Gender, Mandate, Person


def missing_in_person(person: Person, day: dt.date) -> tuple[str, ...]:
    """The attributes that the mission wants of a person and that are not known, a minor's guardian included."""
    missing = {
        "gender": person.gender == Gender.UNKNOWN,
        "birth_year": person.birth_year is None,
        "guardian_name": lacks_guardian(person, day),
        "directory_consent": person.directory_consent == Consent.UNKNOWN,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)


def person_to_complete(day: dt.date) -> ColumnElement[bool]:
    """The people of whom something is missing, as an expression on `Person`, never null."""
    return or_(
        Person.gender == Gender.UNKNOWN,
        Person.birth_year.is_(None),
        Person.directory_consent == Consent.UNKNOWN,
        lacks_guardian_clause(day),
    )


def missing_in_mandate(mandate: Mandate, day: dt.date) -> tuple[str, ...]:
    """The start of a mandate that has not ended, when nobody knows it. Reads the body, its type and the function."""
    return ("start_on",) if status_of(mandate, day) is MandateStatus.UNDATED else ()


TO_COMPLETE = Rule(
    lambda row, today: bool(missing_in_person(row, today)),
    person_to_complete,
    (Person.gender, Person.directory_consent, *GUARDIAN.reads),
)
