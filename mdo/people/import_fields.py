"""What the imports of people read: the columns and how their cells are read."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports import values, vocabulary
from mdo.kernel.imports.declaring import (
    declared,
    number_of,
    read_email,
    read_name,
    read_phone,
    read_places,
    read_postal_code,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance, Seat
from models.organisations import Organisation
from models.people import Mandate, Person

_PERSON = FIELD_LABELS[Person]

_MANDATE = FIELD_LABELS[Mandate]

_CONSENTS = (
    declared(
        "people", "newsletter_consent", _PERSON["newsletter_consent"], words_of(vocabulary.CONSENT), is_personal=True
    ),
    declared("people", "newsletter_consent_on", _PERSON["newsletter_consent_on"], values.to_date, is_personal=True),
    declared("people", "image_consent", _PERSON["image_consent"], words_of(vocabulary.CONSENT), is_personal=True),
    declared("people", "image_consent_on", _PERSON["image_consent_on"], values.to_date, is_personal=True),
    declared(
        "people", "directory_consent", _PERSON["directory_consent"], words_of(vocabulary.CONSENT), is_personal=True
    ),
    declared("people", "directory_consent_on", _PERSON["directory_consent_on"], values.to_date, is_personal=True),
)

# By which a person is told from another of the same name.
_IDENTITY = (
    declared("identity", "last_name", _PERSON["last_name"], text_of(Person, "last_name")),
    declared("identity", "first_name", _PERSON["first_name"], text_of(Person, "first_name")),
    declared("identity", "full_name", N_("Last name and first name"), text_of(Person, "last_name")),
    declared("identity", "birth_year", _PERSON["birth_year"], values.to_birth_year, is_personal=True),
    declared("identity", "email", _PERSON["email"], read_email, is_personal=True),
    declared("identity", "phone", _PERSON["phone"], read_phone, is_personal=True),
)

_MANDATE_FIELDS = (
    declared("mandate", "instance", _MANDATE["instance"], read_name),
    declared("mandate", "instance_type", FIELD_LABELS[College]["type"], read_name),
    declared("mandate", "function", _MANDATE["function"], read_name),
    declared("mandate", "college", _MANDATE["college"], read_name),
    declared("mandate", "seat", _MANDATE["seat"], number_of(Seat, "number")),
    declared("mandate", "designation", _MANDATE["designation"], words_of(vocabulary.DESIGNATION)),
    declared("mandate", "commitment", _MANDATE["commitment"], words_of(vocabulary.COMMITMENT)),
    declared("mandate", "start_on", _MANDATE["start_on"], values.to_date),
    declared("mandate", "planned_end_on", _MANDATE["planned_end_on"], values.to_date),
    declared("mandate", "ended_on", _MANDATE["ended_on"], values.to_date),
    declared("mandate", "end_reason", _MANDATE["end_reason"], words_of(vocabulary.END_REASON)),
    declared("mandate", "rank", _MANDATE["rank"], number_of(Mandate, "rank")),
    declared("mandate", "limit_reason", _MANDATE["limit_reason"], text_of(Mandate, "limit_reason")),
)

PEOPLE_FIELDS = (
    *_IDENTITY,
    declared("people", "gender", _PERSON["gender"], words_of(vocabulary.GENDER)),
    declared("people", "arrondissement", _PERSON["arrondissement"], read_places),
    declared("people", "organisation", _PERSON["organisation"], text_of(Organisation, "name")),
    declared("people", "address", _PERSON["address"], text_of(Person, "address"), is_personal=True),
    declared("people", "postal_code", _PERSON["postal_code"], read_postal_code, is_personal=True),
    declared("people", "city", _PERSON["city"], text_of(Person, "city"), is_personal=True),
    declared("people", "guardian_name", _PERSON["guardian_name"], text_of(Person, "guardian_name"), is_personal=True),
    declared("people", "guardian_email", _PERSON["guardian_email"], read_email, is_personal=True),
    declared("people", "guardian_phone", _PERSON["guardian_phone"], read_phone, is_personal=True),
    *_CONSENTS,
    declared("mandate", "instance_place", N_("Arrondissement of the body"), read_places),
    *_MANDATE_FIELDS,
)

_BODY = FIELD_LABELS[Instance]

MANDATE_FIELDS = (
    *_IDENTITY,
    declared("mandates", "instance_place", _BODY["arrondissements"], read_places),
    declared("mandates", "organisation", _MANDATE["organisation"], read_name),
    *_MANDATE_FIELDS,
)
