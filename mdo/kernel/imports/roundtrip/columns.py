"""The columns of a workbook to change and send back, by kind: fields of the import of that kind, and computed ones."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mdo.instances.columns import ELECTED_USER
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.declaring import Field, Shape
from mdo.kernel.imports.exports import EXPORTS
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.columns import AGE_BAND
from models.instances import Instance
from models.meetings import ActionItem
from models.people import Mandate

KEY = "key"
KEY_LABEL = N_("Mark")
_KINDS = {
    Shape.DATE: Kind.DATE,
    Shape.MOMENT: Kind.MOMENT,
    Shape.NUMBER: Kind.INTEGER,
    Shape.CHOICE: Kind.ENUM,
    Shape.EMAIL: Kind.EMAIL,
    Shape.PHONE: Kind.PHONE,
    Shape.LINK: Kind.URL,
    Shape.AMOUNT: Kind.AMOUNT,
    Shape.YES_NO: Kind.BOOLEAN,
}
_UNKNOWN = "unknown"  # the member of a closed list that says nothing: a blank cell


@dataclass(frozen=True)
class Sent:
    """A column of such a workbook.

    The cells of a stored row that are `is_locked` say which row it is, or what is worked out of it. `is_open_below`:
    a new row says it all the same. `field` is None for what is worked out.
    """

    column: Column
    field: Field | None
    is_locked: bool = False
    is_open_below: bool = False

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def is_personal(self) -> bool:
        return self.column.is_personal or (self.field is not None and self.field.is_personal)


@dataclass(frozen=True)
class ReadColumn:
    """A column that is read when the workbook comes back."""

    column: Column
    field: Field
    is_locked: bool
    is_personal: bool


@dataclass(frozen=True)
class _Layout:
    """What a kind sends: the names of its fields, of those that tell the row, and of what is worked out."""

    fields: str
    identity: str = ""
    computed: tuple[Column, ...] = ()
    own: Mapping[str, Column] | None = None


_PERSON_FIELDS = (
    "last_name first_name gender arrondissement organisation email phone address postal_code city guardian_name "
    "guardian_email guardian_phone newsletter_consent newsletter_consent_on image_consent image_consent_on "
    "directory_consent directory_consent_on"
)
_MANDATE_FIELDS = (
    "full_name organisation instance instance_type instance_place function college seat designation commitment "
    "start_on planned_end_on ended_on end_reason rank limit_reason"
)
_SEAT_FIELDS = (
    "instance number label college requirement appointing_authority opened_on closed_on instance_place instance_type"
)
_MEETING_FIELDS = (
    "title kind instance start_at end_at state place room host is_public organiser head_count online_url "
    "accessibility summary oye_url notes instance_place instance_type"
)
_LAYOUTS = {
    "instances": _Layout(
        " ".join(field.name for field in KINDS["instances"].fields),
        "code",
        own={
            "elected_user": ELECTED_USER,
            "parent": Column(
                "parent",
                FIELD_LABELS[Instance]["parent"],
                lambda row, today: row.parent.name if row.parent else None,
                loads=(Instance.parent,),
                width=30,
            ),
        },
    ),
    "elected_officials": _Layout(
        " ".join(field.name for field in KINDS["elected_officials"].fields), "instance instance_place instance_type"
    ),
    "people": _Layout(_PERSON_FIELDS, computed=(AGE_BAND,)),
    "mandates": _Layout(
        _MANDATE_FIELDS,
        "full_name organisation instance instance_type instance_place",
        tuple(column for column in EXPORTS["mandates"].columns if column.name == "status"),
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
    ),
    "seats": _Layout(_SEAT_FIELDS, "instance instance_place instance_type"),
    "organisations": _Layout(" ".join(field.name for field in KINDS["organisations"].fields)),
    "referents": _Layout("user arrondissement start_on end_on replacement", "user arrondissement"),
    "requests": _Layout(
        " ".join(field.name for field in KINDS["requests"].fields), "number instance instance_place instance_type"
    ),
    "meetings": _Layout(_MEETING_FIELDS, "instance state instance_place instance_type"),
    "actions": _Layout(
        " ".join(field.name for field in KINDS["actions"].fields),
        "instance meeting_on meeting instance_place instance_type",
        own={
            "owner": Column(
                "owner",
                FIELD_LABELS[ActionItem]["owner"],
                lambda row, today: str(row.owner) if row.owner else None,
                loads=(ActionItem.owner,),
                width=28,
            )
        },
    ),
    "suppliers": _Layout(" ".join(field.name for field in KINDS["suppliers"].fields)),
    "contracts": _Layout(" ".join(field.name for field in KINDS["contracts"].fields), "number"),
    "purchase_orders": _Layout(" ".join(field.name for field in KINDS["purchase_orders"].fields), "contract number"),
    "invoices": _Layout(" ".join(field.name for field in KINDS["invoices"].fields), "contract number"),
}
# The columns of the exports that go by another name than the field of the import.
_EXPORTED_AS = {
    ("mandates", "full_name"): "person",
    ("mandates", "instance_place"): "arrondissements",
    ("elected_officials", "instance_place"): "arrondissements",
    ("seats", "instance_place"): "arrondissements",
    ("requests", "instance_place"): "arrondissements",
    ("meetings", "instance_place"): "arrondissements",
    ("actions", "instance_place"): "arrondissements",
}


def sent_columns(kind: str) -> tuple[Sent, ...]:
    """The columns of a kind, in their order, with those that need the right to personal data."""
    layout = _LAYOUTS[kind]
    fields = {field.name: field for field in KINDS[kind].fields}
    exported = {column.name: column for column in EXPORTS[kind].columns}
    identity = layout.identity.split()
    found = []
    for name in layout.fields.split():
        field = fields[name]
        column = (layout.own or {}).get(name) or exported.get(_EXPORTED_AS.get((kind, name), name)) or _plain(field)
        found.append(Sent(replace(column, name=name, value=_said(column)), field, name in identity, name in identity))
    return (*found, *(Sent(column, None, is_locked=True) for column in layout.computed))


def read_columns(kind: str) -> dict[str, ReadColumn]:
    """The columns of a kind that are read when its workbook comes back, by name."""
    return {
        sent.name: ReadColumn(sent.column, sent.field, sent.is_locked, sent.is_personal)
        for sent in sent_columns(kind)
        if sent.field is not None
    }


def _plain(field: Field) -> Column:
    """The column of an attribute that no export shows."""

    def value(row: Any, today: dt.date) -> Any:
        return getattr(row, field.name)

    return Column(field.name, field.label, value, _KINDS.get(field.shape, Kind.TEXT), is_personal=field.is_personal)


def _said(column: Column) -> Callable[[Any, dt.date], Any]:
    """What a cell says: nothing, where the register says that it does not know."""
    value = column.value

    def said(row: Any, today: dt.date) -> Any:
        found = value(row, today)
        return None if found == "" or getattr(found, "value", None) == _UNKNOWN else found

    return said


def key_of(row_id: int) -> str:
    """What the first column says of a stored row."""
    return f"MDO-{row_id}"
