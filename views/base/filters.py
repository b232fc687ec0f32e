"""Filters of a list: declared once a view, read from the address, shown as chips.

A value that is not understood does not filter, and the list says so.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, or_, true
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.fields.tables import Field, Table
from mdo.kernel.labels import enum_label
from models.types import UtcDateTime
from views.base.catalogues import gettext
from views.base.fields import parse_date
from views.base.words import long_date

NONE = "none"
_MAX_VALUES = 50


@dataclass(frozen=True, eq=False)
class Filter:
    """A filter: its query argument, its label (a message id). Subclasses say how values become a criterion.

    Each is itself alone: to compare what two of them hold would build SQL.
    """

    name: str
    label: str

    @property
    def is_offered(self) -> bool:
        """Whether the panel of a list offers it, or an address alone asks for it."""
        return True

    @property
    def argument(self) -> str:
        return f"f_{self.name}"

    def values(self, args: MultiDict[str, str]) -> tuple[str, ...]:
        """The valid values asked for, each once, in the order of the address."""
        raw = [value for value in args.getlist(self.argument)[:_MAX_VALUES] if self.is_valid(value)]
        return tuple(dict.fromkeys(raw))

    @property
    def arguments(self) -> tuple[str, ...]:
        """The query arguments that this filter reads."""
        return (self.argument,)

    def refused(self, args: MultiDict[str, str]) -> tuple[str, ...]:
        """The values asked for that are not understood."""
        found = (value.strip() for value in args.getlist(self.argument)[:_MAX_VALUES])
        return tuple(dict.fromkeys(value for value in found if value and not self.is_valid(value)))

    def pairs(self, values: Sequence[str]) -> list[tuple[str, str]]:
        """The arguments of an address that ask for these values."""
        return [(self.argument, value) for value in values]

    def is_valid(self, value: str) -> bool:
        raise NotImplementedError

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        raise NotImplementedError

    def words(self, value: str, names: dict[str, str]) -> str:
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class EnumFilter(Filter):
    """One or several members of a closed list; `column` may be an expression builder told the day."""

    enum: type[StrEnum]
    column: Any = None
    build: Callable[[list[StrEnum], dt.date], ColumnElement[bool]] | None = None

    def is_valid(self, value: str) -> bool:
        return value in {member.value for member in self.enum}

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        members = [self.enum(value) for value in values]
        return self.build(members, today) if self.build else self.column.in_(members)

    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((member.value, gettext(enum_label(member))) for member in self.enum)

    def words(self, value: str, names: dict[str, str]) -> str:
        return gettext(enum_label(self.enum(value)))


@dataclass(frozen=True, eq=False)
class BooleanFilter(Filter):
    """Yes or no."""

    column: Any = None
    build: Callable[[bool, dt.date], ColumnElement[bool]] | None = None

    def is_valid(self, value: str) -> bool:
        return value in {"1", "0"}

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        wanted = {value == "1" for value in values}
        if self.build:
            return or_(*(self.build(value, today) for value in sorted(wanted)))
        found: ColumnElement[bool] = self.column.in_(wanted)
        return found

    def choices(self) -> tuple[tuple[str, str], ...]:
        return (("1", gettext("Yes")), ("0", gettext("No")))

    def words(self, value: str, names: dict[str, str]) -> str:
        return gettext("Yes") if value == "1" else gettext("No")


@dataclass(frozen=True, eq=False)
class DateFilter(Filter):
    """A range of days, both ends included; arguments `f_<name>_from` and `f_<name>_to`.

    The column holds days, or moments, whose day is the one in Paris.
    """

    column: Any = None

    @property
    def arguments(self) -> tuple[str, ...]:
        return (f"{self.argument}_from", f"{self.argument}_to")

    def values(self, args: MultiDict[str, str]) -> tuple[str, ...]:
        found = []
        for end in self.arguments:
            day = parse_date(args.get(end, ""))
            found.append(day.isoformat() if day else "")
        return tuple(found) if any(found) else ()

    def refused(self, args: MultiDict[str, str]) -> tuple[str, ...]:
        found = (args.get(end, "").strip() for end in self.arguments)
        return tuple(value for value in found if value and parse_date(value) is None)

    def pairs(self, values: Sequence[str]) -> list[tuple[str, str]]:
        return [(end, value) for end, value in zip(self.arguments, values, strict=True) if value]

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        first, last = (dt.date.fromisoformat(value) if value else None for value in values)
        parts = []
        if isinstance(self.column.type, UtcDateTime):
            if first:
                parts.append(self.column >= start_of_day(first))
            if last and last < dt.date.max:
                parts.append(self.column < start_of_day(last + dt.timedelta(days=1)))
            return and_(true(), *parts)
        if first:
            parts.append(self.column >= first)
        if last:
            parts.append(self.column <= last)
        return and_(*parts)

    def range_in_words(self, values: Sequence[str]) -> str:
        first, last = (long_date(dt.date.fromisoformat(value)) if value else "" for value in values)
        if first and last:
            return gettext("from %(first)s to %(last)s", first=first, last=last)
        return gettext("from %(first)s", first=first) if first else gettext("until %(last)s", last=last)


@dataclass(frozen=True, eq=False)
class DayFilter(Filter):
    """One day, told to an expression builder: what was in force on it."""

    build: Callable[[dt.date], ColumnElement[bool]] | None = None

    def values(self, args: MultiDict[str, str]) -> tuple[str, ...]:
        day = parse_date(args.get(self.argument, ""))
        return (day.isoformat(),) if day else ()

    def is_valid(self, value: str) -> bool:
        return parse_date(value) is not None

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        assert self.build is not None
        return self.build(dt.date.fromisoformat(values[0]))

    def words(self, value: str, names: dict[str, str]) -> str:
        return long_date(dt.date.fromisoformat(value))


@dataclass(frozen=True, eq=False)
class RelationFilter(Filter):
    """Rows of a related table. A short reference table is a list of boxes, a long one a search (`lookup`)."""

    target: Any = None
    label_column: Any = None
    order_by: Any = None
    build: Callable[[list[int]], ColumnElement[bool]] | None = None
    empty: Callable[[], ColumnElement[bool]] | None = None
    empty_label: str = N_("(none)")
    is_short: bool = True

    def is_valid(self, value: str) -> bool:
        return (value == NONE and self.empty is not None) or (value.isascii() and value.isdigit() and len(value) < 10)

    def criterion(self, values: Sequence[str], today: dt.date) -> ColumnElement[bool]:
        assert self.build is not None
        ids = [int(value) for value in values if value != NONE]
        parts = [self.build(ids)] if ids else []
        if NONE in values and self.empty is not None:
            parts.append(self.empty())
        return or_(*parts)

    def words(self, value: str, names: dict[str, str]) -> str:
        return gettext(self.empty_label) if value == NONE else names.get(value) or gettext("not available")


def filters_of(table: Table, *names: str) -> tuple[Filter, ...]:
    """The filters of some fields of a table, each by what it stores: members of a list, yes or no, days."""
    return tuple(_filter_of(table[name]) for name in names)


def _filter_of(field: Field) -> Filter:
    if isinstance(field.attribute, str):
        raise TypeError(f"{field.name} is not stored.")
    stored = field.attribute.type
    members = getattr(stored, "enum_class", None)
    if members is not None:
        return EnumFilter(field.name, field.label, members, field.attribute)
    kind = BooleanFilter if isinstance(stored, Boolean) else DateFilter
    return kind(field.name, field.label, field.attribute)


def relation_filter(field: Field, by: Any, order_by: Any = None, **options: Any) -> RelationFilter:
    """The filter of a to-one relation, whose rows are called `by`; `options` are those of `RelationFilter`."""
    assert field.relation is not None  # it is asked of a relation alone
    (local,) = field.relation.local_columns
    key = field.relation.parent.get_property_by_column(local).class_attribute
    return RelationFilter(field.name, field.label, field.relation.mapper.class_, by, order_by, build=key.in_, **options)
