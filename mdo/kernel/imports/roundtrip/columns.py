"""The columns of a workbook to change and send back, by kind: fields of the import of that kind, and computed ones."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.declaring import ImportField, Shape
from mdo.kernel.imports.kinds import KINDS

KEY = "key"
KEY_LABEL = N_("Mark")
# The headers, in French, of what is worked out.
WORKED_OUT = {"age_band": ("Tranche d’âge",), "status": ("Statut",)}
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
    field: ImportField | None
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
    field: ImportField
    is_locked: bool
    is_personal: bool


def sent_columns(kind: str) -> tuple[Sent, ...]:
    """The columns of a kind, in their order, with those that need the right to personal data."""
    spec = KINDS[kind]
    layout = spec.sent
    fields = {field.name: field for field in spec.fields}
    exported = {column.name: column for column in spec.columns}
    identity = layout.identity.split()
    found = []
    for name in layout.fields.split() or fields:
        field = fields[name]
        column = layout.own.get(name) or exported.get(layout.exported_as.get(name, name)) or _plain(field)
        found.append(Sent(replace(column, name=name, value=_said(column)), field, name in identity, name in identity))
    return (*found, *(Sent(column, None, is_locked=True) for column in layout.computed))


def read_columns(kind: str) -> dict[str, ReadColumn]:
    """The columns of a kind that are read when its workbook comes back, by name.

    What is worked out is read to be compared with the words that left: nothing writes it.
    """
    return {
        sent.name: ReadColumn(sent.column, sent.field or _worked_out(sent.column), sent.is_locked, sent.is_personal)
        for sent in sent_columns(kind)
    }


def _worked_out(column: Column) -> ImportField:
    return ImportField(column.name, column.label, lambda cell, today: shown(cell) or None, WORKED_OUT[column.name])


def _plain(field: ImportField) -> Column:
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
