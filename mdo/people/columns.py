"""Columns of people, mandates and possible duplicates."""

import datetime as dt
from typing import Any

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.ages import age_band
from mdo.people.duplicates import reasons_of
from mdo.people.fields import DUPLICATE_CANDIDATE, MANDATE, PERSON
from mdo.people.mandates import status_of
from models.instances import College, Instance, InstanceType
from models.people import DuplicateCandidate, Mandate, Person

_PERSON = FIELD_LABELS[Person]
_MANDATE = FIELD_LABELS[Mandate]


def _age(row: Person, today: dt.date) -> Any:
    return age_band(row.birth_year, today)


def _holder(mandate: Mandate | None) -> str | None:
    return None if mandate is None else str(mandate.person or mandate.organisation)


AGE_BAND = Column("age_band", N_("Age band"), _age, Kind.ENUM, (Person.birth_year,), width=18, is_personal=True)

PERSON_COLUMNS = PERSON.columns(
    {
        6: AGE_BAND,
    }
)

# A list and its file show the band; the year leaves by « flask mdo export » alone, whose file an import reads back.
SHOWN_PERSON_COLUMNS = tuple(column for column in PERSON_COLUMNS if column.name != "birth_year")
# Fields that record pages and histories show as another column does.
SHOWN_AS: dict[tuple[type, str], Column] = {(Person, "birth_year"): AGE_BAND}

MANDATE_COLUMNS = MANDATE.columns(
    {
        2: Column(
            "instance",
            _MANDATE["instance"],
            lambda row, today: row.instance.name,
            sort=(Instance.sort_key,),
            joins=(Mandate.instance,),
            loads=(Mandate.instance, Instance.type),
            width=36,
        ),
        3: Column(
            "arrondissements",
            FIELD_LABELS[Instance]["arrondissements"],
            lambda row, today: arrondissement_names(row.instance.arrondissements) or None,
            loads=(Mandate.instance, Instance.arrondissements),
            width=22,
            is_shown=False,
        ),
        11: Column(
            "status",
            N_("Status"),
            status_of,
            Kind.ENUM,
            loads=(Mandate.instance, Instance.type),
            more_loads=((Mandate.function,),),
            width=16,
        ),
        15: Column(
            "email",
            _PERSON["email"],
            lambda row, today: row.person.email if row.person else None,
            Kind.EMAIL,
            loads=(Mandate.person,),
            width=32,
            is_personal=True,
            is_shown=False,
        ),
        16: Column(
            "phone",
            _PERSON["phone"],
            lambda row, today: row.person.phone if row.person else None,
            Kind.PHONE,
            loads=(Mandate.person,),
            width=18,
            is_personal=True,
            is_shown=False,
        ),
        17: Column(
            "instance_type",
            FIELD_LABELS[College]["type"],
            lambda row, today: row.instance.type.label,
            sort=(InstanceType.label,),
            joins=(Mandate.instance, Instance.type),
            loads=(Mandate.instance, Instance.type),
            width=26,
            is_shown=False,
        ),
        18: Column(
            "substitute_of",
            _MANDATE["substitute_of"],
            lambda row, today: _holder(row.substitute_of),
            loads=(Mandate.substitute_of, Mandate.person),
            more_loads=((Mandate.substitute_of, Mandate.organisation),),
            width=30,
            is_shown=False,
        ),
    }
)

# Where mandates stand beside the record that they are of: the end that counts, the actual one where there is one.
END = Column("end", N_("End"), lambda row, today: row.ended_on or row.planned_end_on, Kind.DATE, width=14)

_DUPLICATE = FIELD_LABELS[DuplicateCandidate]
DUPLICATE_COLUMNS = DUPLICATE_CANDIDATE.columns(
    {
        4: Column("reason", _DUPLICATE["reason"], lambda row, today: reasons_of(row) or None, width=44),
    }
)
