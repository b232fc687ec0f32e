"""Columns declared once: they serve the list, the Excel file, the report and the documentation."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Text
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from models.placement import ByMeeting
from models.types import Hundredths, UtcDateTime


class Kind(StrEnum):
    """What a value is, hence how a screen writes it and how Excel types the cell."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    ENUM = "enum"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


Value = Callable[[Any, dt.date], Any]


@dataclass(frozen=True)
class Column:
    """One column of a list and of its export.

    `label` is a message id; `value` takes the row and today and gives a typed value (an enum member, a date, a
    Decimal, a bool, text or None; a tuple is written as a list); `sort` are the expressions it is ordered by, `joins`
    the to-one relations these need, `loads` the relations that `value` reads; `width` is in characters;
    `is_personal` needs the right to personal data; `is_shown` says whether the list shows it before one chooses;
    `sums`: what its cells come to means something (amounts and counts of which no line holds another's). `in_place`:
    the fields of the form that its cells write where they stand in the list, one, or a relation and the name that
    stands for it where it leads to no row. `is_folded`: hidden in the sheets of an export, and on their paper, until
    one unfolds it.
    """

    name: str
    label: str
    value: Value
    kind: Kind = Kind.TEXT
    sort: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...] = ()
    joins: tuple[InstrumentedAttribute[Any], ...] = ()
    loads: tuple[InstrumentedAttribute[Any], ...] = ()
    more_loads: tuple[tuple[InstrumentedAttribute[Any], ...], ...] = ()
    width: int = 18
    is_personal: bool = False
    is_shown: bool = True
    help: str = ""
    sums: bool = False
    in_place: tuple[str, ...] = ()
    is_folded: bool = False


def is_out_of_sight(column: Column, row: Any) -> bool:
    """Whether a column is empty since what its row points to is hidden from the reader."""
    if not column.loads:
        return False
    relation = column.loads[0]
    if relation.property.uselist or not isinstance(row, relation.parent.class_):
        return False
    (local, *_) = relation.property.local_columns
    return getattr(row, relation.key) is None and getattr(row, local.key) is not None


_KINDS: tuple[tuple[type, Kind], ...] = (
    (UtcDateTime, Kind.MOMENT),
    (Date, Kind.DATE),
    (Boolean, Kind.BOOLEAN),
    (Hundredths, Kind.AMOUNT),
    (Integer, Kind.INTEGER),
    (Text, Kind.LONG_TEXT),
)
_WIDTHS = {Kind.DATE: 14, Kind.AMOUNT: 18, Kind.INTEGER: 12, Kind.BOOLEAN: 12, Kind.LONG_TEXT: 40}


def stored_column(attribute: InstrumentedAttribute[Any], label: str, **options: Any) -> Column:
    """The column of a list that shows a stored one as it is: its name, kind and order are those of the attribute."""
    stored, name = attribute.type, attribute.key
    kind = Kind.ENUM if hasattr(stored, "enum_class") and stored.enum_class else Kind.TEXT
    kind = next((kind for kinds, kind in _KINDS if isinstance(stored, kinds)), kind)
    options.setdefault("width", _WIDTHS.get(kind, 18))
    if kind is not Kind.LONG_TEXT:
        options.setdefault("sort", (attribute,))
    return Column(name, label, lambda row, today: getattr(row, name), options.pop("kind", kind), **options)


def columns_named(columns: Sequence[Column], *names: str) -> tuple[Column, ...]:
    """Some of these columns, in the order of the names. Raises KeyError for a name that none bears."""
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in names)


def loader_of(relation: InstrumentedAttribute[Any]) -> Callable[..., Any]:
    """How a relation is loaded: to-one joined, collections in a statement of their own.

    So is what an owner's row points to: the row is her own wherever it is, its meeting may be out of her sight, and a
    join to one is not narrowed to what she may see.
    """
    placement = getattr(relation.parent.class_, "__placement__", None)
    is_apart = isinstance(placement, ByMeeting) and placement.has_owner
    return selectinload if relation.property.uselist or is_apart else joinedload


def loading_options(columns: Sequence[Column]) -> list[Any]:
    """How the relations that the columns read are loaded, each path once (see `loader_of`)."""
    # By names: to compare relations themselves would build SQL.
    options: dict[tuple[str, ...], Any] = {}
    for steps in (path for column in columns for path in (column.loads, *column.more_loads)):
        option = None
        for index, relation in enumerate(steps):
            path = tuple(step.key for step in steps[: index + 1])
            loader = loader_of(relation)
            option = loader(relation) if option is None else getattr(option, loader.__name__)(relation)
            options.setdefault(path, option)
    # The longest paths carry the shorter ones.
    return [
        option
        for path, option in options.items()
        if not any(len(other) > len(path) and other[: len(path)] == path for other in options)
    ]
