"""What of people comes in and goes out as workbooks."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.kinds import ImportKind, Layout
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.labels import FIELD_LABELS, MODEL_LABELS
from mdo.people import import_mandates, imports
from mdo.people.columns import AGE_BAND, MANDATE_COLUMNS, PERSON_COLUMNS
from mdo.people.fields import MANDATE, PERSON
from mdo.people.import_fields import (
    BIRTH_NAME,
    MANDATE_FIELDS,
    MANDATE_NOTES,
    OTHER_EMAIL,
    OTHER_PHONE,
    PEOPLE_FIELDS,
)
from mdo.people.import_parts import parts_of_mandates, parts_of_people
from mdo.people.import_persons import names_as_stored
from mdo.people.written_guardians import guardians
from mdo.people.written_names import NAMES, elections, names
from mdo.people.written_sides import sides
from models.people import Mandate, Person

_PERSON_FIELDS = (
    "last_name first_name gender arrondissement organisation email phone address postal_code city guardian_name "
    "guardian_email guardian_phone newsletter_consent newsletter_consent_on image_consent image_consent_on "
    "directory_consent directory_consent_on notes"
)
_MANDATE_FIELDS = (
    "full_name organisation instance instance_type instance_place function college seat designation commitment "
    "start_on planned_end_on ended_on end_reason rank limit_reason substitute_of notes"
)
# A row may cross bodies, tell years, name a holder and a substitute, or hold the « a;b » of a form.
_SPREADS = Spreads(
    crosses="instance",
    crossed="function",
    sides=(*(field.name for field in PERSON.reads()), BIRTH_NAME, OTHER_PHONE, OTHER_EMAIL),
    shared=("instance", "instance_place", "instance_type", "college", "designation", "start_on", "planned_end_on"),
    link="substitute_of",
    years=("start_on", "planned_end_on"),
    lists="instance",
    ranks="rank",
    of_mandate=(*(field.name for field in MANDATE.reads() if field.name != "notes"), MANDATE_NOTES),
)
_ENDING = ("ended_on", "end_reason")
EXCHANGES = (
    ImportKind(
        place=30,
        code="people",
        label=MODEL_LABELS[Person][1],
        fields=PEOPLE_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_people,
        view=imports.VIEW,
        model=Person,
        columns=PERSON_COLUMNS,
        sent=Layout(_PERSON_FIELDS, computed=(AGE_BAND,)),
        helped_by=(Person, Mandate),
        parts=parts_of_people,
        named=NAMES,
        as_stored=names_as_stored,
        ending=_ENDING,
        written=(sides, names, guardians, elections),
        spreads=_SPREADS,
    ),
    ImportKind(
        place=40,
        code="mandates",
        label=MODEL_LABELS[Mandate][1],
        fields=MANDATE_FIELDS,
        required=import_mandates.REQUIRED,
        plan_lines=import_mandates.plan_mandates,
        view=import_mandates.VIEW,
        model=Mandate,
        columns=MANDATE_COLUMNS,
        sent=Layout(
            _MANDATE_FIELDS,
            "full_name organisation instance instance_type instance_place",
            tuple(column for column in MANDATE_COLUMNS if column.name == "status"),
            {
                "seat": Column(
                    "seat",
                    FIELD_LABELS[Mandate]["seat"],
                    lambda row, today: row.seat.number if row.seat else None,
                    Kind.INTEGER,
                    loads=(Mandate.seat,),
                    width=10,
                )
            },
            exported_as={"full_name": "person", "instance_place": "arrondissements"},
        ),
        helped_by=(Mandate, Person),
        parts=parts_of_mandates,
        named=NAMES,
        as_stored=names_as_stored,
        ending=_ENDING,
        written=(sides, names, elections),
        spreads=_SPREADS,
    ),
)
