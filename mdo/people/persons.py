"""Rules of a person's own row."""

import datetime as dt
import re
from functools import partial

from sqlalchemy import ColumnElement, and_, func, not_, or_

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.identifiers import normalised_email, written_phone
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.twofold import Rule
from mdo.people.ages import MAJORITY, is_guardian_asked
from models.people import Mandate, Person

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_GUARDIAN = (Person.guardian_name, Person.guardian_email, Person.guardian_phone)
LONGEST_NOTES = 10_000  # characters
_CONSENT_DATES = ("newsletter_consent_on", "image_consent_on", "directory_consent_on")


def check_person(person: Person, today: dt.date) -> None:
    """Tidies names, e-mail addresses and phones, so that equal ones are equal text, and checks them and the dates.

    Raises RuleViolation for a blank name, what is not an e-mail address, and a birth year or an answer still to come.
    """
    gather(
        partial(_check_name, person),
        *(partial(_check_email, person, field) for field in ("email", "guardian_email")),
        *(partial(_tidy_phone, person, field) for field in ("phone", "guardian_phone")),
        partial(_check_birth_year, person, today),
        *(partial(_check_answered, person, field, today) for field in _CONSENT_DATES),
        partial(check_notes, person),
    )


def check_notes(row: Person | Mandate) -> None:
    """Refuses notes that no form would take any more, of a person or of a mandate. Raises RuleViolation."""
    if len(row.notes or "") > LONGEST_NOTES:
        message = N_("This text is too long: %(maximum)d characters at most.")
        raise RuleViolation(message, field="notes", maximum=LONGEST_NOTES)


def _check_name(person: Person) -> None:
    person.last_name = " ".join((person.last_name or "").split())
    person.first_name = " ".join((person.first_name or "").split()) or None
    if not person.last_name:
        raise RuleViolation(N_("A name is needed."), field="last_name")


def _check_email(person: Person, field: str) -> None:
    address = normalised_email(getattr(person, field)) or None
    if address is not None and not _EMAIL.fullmatch(address):
        raise RuleViolation(N_("This is not an e-mail address: name@example.org is expected."), field=field)
    setattr(person, field, address)


def _tidy_phone(person: Person, field: str) -> None:
    setattr(person, field, written_phone(getattr(person, field)))


def _check_birth_year(person: Person, today: dt.date) -> None:
    if person.birth_year is not None and person.birth_year > today.year:
        raise RuleViolation(N_("This year is still to come."), field="birth_year")


def _check_answered(person: Person, field: str, today: dt.date) -> None:
    answered_on = getattr(person, field)
    if answered_on is not None and answered_on > today:
        raise RuleViolation(N_("This day is still to come."), field=field)


def lacks_guardian(person: Person, day: dt.date) -> bool:
    """Whether someone may be a minor on that day and has no legal guardian who can be reached.

    Nothing is refused for it: only a name is required of a person.
    """
    is_reachable = person.guardian_name and (person.guardian_email or person.guardian_phone)
    return is_guardian_asked(person.birth_year, day) and not is_reachable


def lacks_guardian_clause(day: dt.date) -> ColumnElement[bool]:
    """The same as an expression on `Person`, never null."""
    name, email, phone = (func.coalesce(column, "") for column in _GUARDIAN)
    is_reachable = and_(name != "", or_(email != "", phone != ""))
    may_be_minor = func.coalesce(Person.birth_year, 0) >= day.year - MAJORITY
    return and_(may_be_minor, not_(is_reachable))


GUARDIAN = Rule(lacks_guardian, lacks_guardian_clause, (Person.birth_year, *_GUARDIAN))
