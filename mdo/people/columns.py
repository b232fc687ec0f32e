"""Columns of people, mandates and possible duplicates."""

import datetime as dt
from typing import Any

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.ages import age_band
from mdo.people.duplicates import reasons_of
from mdo.people.mandates import status_of
from models.instances import College, Instance, InstanceType, MandateFunction
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.territory import Arrondissement

_PERSON = FIELD_LABELS[Person]
_MANDATE = FIELD_LABELS[Mandate]


def _age(row: Person, today: dt.date) -> Any:
    return age_band(row.birth_year, today)


AGE_BAND = Column("age_band", N_("Age band"), _age, Kind.ENUM, (Person.birth_year,), width=18, is_personal=True)

PERSON_COLUMNS = (
    Column("last_name", _PERSON["last_name"], lambda row, today: row.last_name, sort=(Person.sort_key,), width=22),
    Column("first_name", _PERSON["first_name"], lambda row, today: row.first_name, sort=(Person.first_name,), width=20),
    Column(
        "arrondissement",
        _PERSON["arrondissement"],
        lambda row, today: row.arrondissement.name if row.arrondissement else None,
        sort=(Arrondissement.number,),
        joins=(Person.arrondissement,),
        loads=(Person.arrondissement,),
        width=22,
    ),
    Column(
        "organisation",
        _PERSON["organisation"],
        lambda row, today: row.organisation.name if row.organisation else None,
        sort=(Organisation.sort_key,),
        joins=(Person.organisation,),
        loads=(Person.organisation,),
        width=30,
    ),
    Column("gender", _PERSON["gender"], lambda row, today: row.gender, Kind.ENUM, (Person.gender,), is_shown=False),
    AGE_BAND,
    Column(
        "email", _PERSON["email"], lambda row, today: row.email, Kind.EMAIL, (Person.email,), width=32, is_personal=True
    ),
    Column(
        "phone", _PERSON["phone"], lambda row, today: row.phone, Kind.PHONE, (Person.phone,), width=18, is_personal=True
    ),
    Column("address", _PERSON["address"], lambda row, today: row.address, width=34, is_personal=True, is_shown=False),
    Column(
        "postal_code",
        _PERSON["postal_code"],
        lambda row, today: row.postal_code,
        sort=(Person.postal_code,),
        width=12,
        is_personal=True,
        is_shown=False,
    ),
    Column("city", _PERSON["city"], lambda row, today: row.city, width=18, is_personal=True, is_shown=False),
    Column(
        "birth_year",
        _PERSON["birth_year"],
        lambda row, today: row.birth_year,
        Kind.INTEGER,
        (Person.birth_year,),
        is_personal=True,
        is_shown=False,
    ),
    Column(
        "newsletter_consent",
        _PERSON["newsletter_consent"],
        lambda row, today: row.newsletter_consent,
        Kind.ENUM,
        is_personal=True,
        is_shown=False,
    ),
    Column(
        "image_consent",
        _PERSON["image_consent"],
        lambda row, today: row.image_consent,
        Kind.ENUM,
        is_personal=True,
        is_shown=False,
    ),
    Column(
        "directory_consent",
        _PERSON["directory_consent"],
        lambda row, today: row.directory_consent,
        Kind.ENUM,
        is_personal=True,
        is_shown=False,
    ),
)

# A list and its file show the band; the year leaves by « flask mdo export » alone, whose file an import reads back.
SHOWN_PERSON_COLUMNS = tuple(column for column in PERSON_COLUMNS if column.name != "birth_year")
# Fields that record pages and histories show as another column does.
SHOWN_AS: dict[tuple[type, str], Column] = {(Person, "birth_year"): AGE_BAND}

MANDATE_COLUMNS = (
    Column(
        "person",
        _MANDATE["person"],
        lambda row, today: str(row.person) if row.person else None,
        sort=(Person.sort_key,),
        joins=(Mandate.person,),
        loads=(Mandate.person,),
        width=30,
    ),
    Column(
        "instance",
        _MANDATE["instance"],
        lambda row, today: row.instance.name,
        sort=(Instance.sort_key,),
        joins=(Mandate.instance,),
        loads=(Mandate.instance, Instance.type),
        width=36,
    ),
    Column(
        "arrondissements",
        FIELD_LABELS[Instance]["arrondissements"],
        lambda row, today: arrondissement_names(row.instance.arrondissements) or None,
        loads=(Mandate.instance, Instance.arrondissements),
        width=22,
        is_shown=False,
    ),
    Column(
        "function",
        _MANDATE["function"],
        lambda row, today: row.function.label,
        sort=(MandateFunction.label,),
        joins=(Mandate.function,),
        loads=(Mandate.function,),
        width=22,
    ),
    Column(
        "college",
        _MANDATE["college"],
        lambda row, today: row.college.name if row.college else None,
        sort=(College.name,),
        joins=(Mandate.college,),
        loads=(Mandate.college,),
        width=22,
        is_shown=False,
    ),
    Column(
        "organisation",
        _MANDATE["organisation"],
        lambda row, today: row.organisation.name if row.organisation else None,
        sort=(Organisation.sort_key,),
        joins=(Mandate.organisation,),
        loads=(Mandate.organisation,),
        width=30,
        is_shown=False,
    ),
    Column("start_on", _MANDATE["start_on"], lambda row, today: row.start_on, Kind.DATE, (Mandate.start_on,), width=14),
    Column(
        "planned_end_on",
        _MANDATE["planned_end_on"],
        lambda row, today: row.planned_end_on,
        Kind.DATE,
        (Mandate.planned_end_on,),
        width=14,
    ),
    Column(
        "ended_on",
        _MANDATE["ended_on"],
        lambda row, today: row.ended_on,
        Kind.DATE,
        (Mandate.ended_on,),
        width=14,
        is_shown=False,
    ),
    Column(
        "end_reason", _MANDATE["end_reason"], lambda row, today: row.end_reason, Kind.ENUM, width=20, is_shown=False
    ),
    Column(
        "status",
        N_("Status"),
        status_of,
        Kind.ENUM,
        loads=(Mandate.instance, Instance.type),
        more_loads=((Mandate.function,),),
        width=16,
    ),
    Column("rank", _MANDATE["rank"], lambda row, today: row.rank, Kind.INTEGER, (Mandate.rank,), is_shown=False),
    Column(
        "designation",
        _MANDATE["designation"],
        lambda row, today: row.designation,
        Kind.ENUM,
        (Mandate.designation,),
        is_shown=False,
    ),
    Column(
        "commitment",
        _MANDATE["commitment"],
        lambda row, today: row.commitment,
        Kind.ENUM,
        (Mandate.commitment,),
        is_shown=False,
    ),
    Column(
        "email",
        _PERSON["email"],
        lambda row, today: row.person.email if row.person else None,
        Kind.EMAIL,
        loads=(Mandate.person,),
        width=32,
        is_personal=True,
        is_shown=False,
    ),
    Column(
        "phone",
        _PERSON["phone"],
        lambda row, today: row.person.phone if row.person else None,
        Kind.PHONE,
        loads=(Mandate.person,),
        width=18,
        is_personal=True,
        is_shown=False,
    ),
    Column(
        "instance_type",
        FIELD_LABELS[College]["type"],
        lambda row, today: row.instance.type.label,
        sort=(InstanceType.label,),
        joins=(Mandate.instance, Instance.type),
        loads=(Mandate.instance, Instance.type),
        width=26,
        is_shown=False,
    ),
)

_DUPLICATE = FIELD_LABELS[DuplicateCandidate]
DUPLICATE_COLUMNS = (
    Column(
        "person",
        _DUPLICATE["person"],
        lambda row, today: str(row.person),
        sort=(Person.sort_key,),
        joins=(DuplicateCandidate.person,),
        loads=(DuplicateCandidate.person,),
        width=30,
    ),
    Column(
        "other",
        _DUPLICATE["other"],
        lambda row, today: str(row.other),
        loads=(DuplicateCandidate.other,),
        width=30,
    ),
    Column("score", _DUPLICATE["score"], lambda row, today: row.score, Kind.INTEGER, (DuplicateCandidate.score,)),
    Column("reason", _DUPLICATE["reason"], lambda row, today: reasons_of(row) or None, width=44),
    Column("state", _DUPLICATE["state"], lambda row, today: row.state, Kind.ENUM, (DuplicateCandidate.state,)),
)
