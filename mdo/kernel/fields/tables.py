"""A field told once, where it belongs: its words, its form, its columns, its import (`mdo/<domain>/fields.py`).

What is wrong in a declaration stops the start, with the domain, the table and the field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Boolean, Date, Integer, inspect
from sqlalchemy.orm import InstrumentedAttribute, Mapper, RelationshipProperty

from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.imports import declaring
from mdo.kernel.imports.cells import moments, values
from mdo.kernel.imports.declaring import Check, ImportField, Reader
from mdo.kernel.imports.words.usual_case import UsualCase
from mdo.kernel.search.sources import SearchSource
from models.types import Hundredths, UtcDateTime

Attribute = InstrumentedAttribute[Any]
# What every row has for itself, and no one fills in.
_OF_EVERY_ROW = frozenset(("id", "created_at", "updated_at", "version"))


@dataclass(frozen=True)
class Listed:
    """A column of the list and of Excel: its rank from 1 on, its width in characters, whether the list opens with it.

    `by` is what the row that a relation leads to is called by, its own words without; `sort` orders the list, () for
    a column that orders nothing; a relation orders nothing unless it says so. `sums` is that of the column.
    """

    rank: int
    width: int | None = None
    _: KW_ONLY
    by: Attribute | None = None
    sort: Any = None
    kind: Kind | None = None
    is_shown: bool = True
    sums: bool = False


shown, kept = Listed, partial(Listed, is_shown=False)


@dataclass(frozen=True)
class Readable:
    """A column of an import: its rank from 1 on, the headers that files use (the first is ours), how cells are read."""

    rank: int
    headers: tuple[str, ...]
    by: Reader | None
    example: str
    is_required: bool
    check: Check | None = None
    hinges_on: str = ""
    is_added: bool = False
    usual: UsualCase | None = None
    within: str = ""


def read(
    rank: int,
    *headers: str,
    by: Reader | None = None,
    example: str = "",
    is_required: bool = False,
    check: Check | None = None,
    hinges_on: str = "",
    is_added: bool = False,
    usual: UsualCase | None = None,
    within: str = "",
) -> Readable:
    """A column that an import reads: by the type of the attribute, unless `by` says another way.

    `check` is the rule of this field alone, of a file that does not say the field that it `hinges_on`. A text that
    `is_added` never takes the place of what is stored: its lines join it. `usual` is the case in which what is written
    all in capitals is proposed. What it says may stand in the cells of the field that it is `within`.
    """
    return Readable(rank, headers, by, example, is_required, check, hinges_on, is_added, usual, within)


@dataclass(frozen=True)
class Field:
    """A field of a table: `attribute` is stored, a relation or, as a name, worked out; the words are message ids.

    `written_by` is the module of mdo whose acts alone write it: the form shows it and leaves it as it is. `is_in_place`
    says that its cells are changed in the list, for who may change the row; `is_in_bulk` that it is given to many rows
    at once.
    """

    attribute: Attribute | str
    label: str
    help: str = ""
    column: Listed | None = None
    read: Readable | None = None
    is_personal: bool = False
    is_hint: bool = False
    written_by: str = ""
    is_in_place: bool = False
    is_in_bulk: bool = False

    @property
    def name(self) -> str:
        return self.attribute if isinstance(self.attribute, str) else self.attribute.key

    @property
    def relation(self) -> RelationshipProperty[Any] | None:
        found = None if isinstance(self.attribute, str) else self.attribute.property
        return found if isinstance(found, RelationshipProperty) else None


# A column of an import that no row stores: it tells which row is meant.
hint = partial(Field, is_hint=True)


@dataclass(frozen=True)
class FieldSection:
    """A titled part of the form and of the record page; its fields in their order there."""

    title: str
    fields: tuple[Field, ...]


def section(title: str, *fields: Field) -> FieldSection:
    """A part of the form. The title is a message id."""
    return FieldSection(title, fields)


class Table:
    """A table and its fields, in the order of the form; those that stand in no section are on no form.

    `label` is its name and its plural, None for a table that no screen names; `called` is how a row is named in SQL;
    `searched` and `searched_privately` are paths (see mdo/kernel/search/sources.py), `sorted_by` those of a long list,
    by column (sorting.py); `internal` are stored columns that no one reads. Raises TypeError for what cannot be.
    """

    def __init__(
        self,
        model: type,
        label: tuple[str, str] | None,
        *parts: FieldSection | Field,
        called: Any = None,
        searched: Sequence[str] = (),
        searched_privately: Sequence[str] = (),
        sorted_by: Mapping[str, str] | None = None,
        internal: Iterable[str] = (),
    ) -> None:
        self.model, self.label, self.called, self.sorted_by = model, label, called, dict(sorted_by or {})
        is_searched = bool(searched or searched_privately)
        self.source = SearchSource(tuple(searched), tuple(searched_privately)) if is_searched else None
        self.sections = tuple(
            (part.title, tuple(field.name for field in part.fields)) for part in parts if isinstance(part, FieldSection)
        )
        every = [field for part in parts for field in (part.fields if isinstance(part, FieldSection) else (part,))]
        self.fields = {field.name: field for field in every}
        if len(self.fields) < len(every):
            names = [field.name for field in every]
            raise self._wrong(f"{sorted({name for name in names if names.count(name) > 1})} stand twice")
        self._check_stored(frozenset(internal))
        self._check_ranks("read", [field.read.rank for field in every if field.read])

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    @property
    def labels(self) -> dict[str, str]:
        """The words of the fields, in the order of the model, as the history tells them; a key goes by its relation."""
        words = {name: field.label for name, field in self.fields.items() if not field.is_hint}
        mapper: Mapper[Any] = inspect(self.model)
        for field in self.fields.values():
            if field.relation is not None and not field.relation.uselist:
                for column in field.relation.local_columns:
                    words.setdefault(mapper.get_property_by_column(column).key, field.label)
        stored = [attribute.key for attribute in mapper.column_attrs if attribute.key in words]
        return {name: words[name] for name in (*stored, *(name for name in words if name not in stored))}

    @property
    def helps(self) -> dict[str, str]:
        """The sentences under the words."""
        return {name: field.help for name, field in self.fields.items() if field.help}

    @property
    def personal(self) -> frozenset[str]:
        """The fields that need the right to personal data."""
        return frozenset(name for name, field in self.fields.items() if field.is_personal)

    @property
    def read_only(self) -> frozenset[str]:
        """The fields that acts alone write."""
        return frozenset(name for name, field in self.fields.items() if field.written_by)

    def columns(self, computed: Mapping[int, Column] | None = None) -> tuple[Column, ...]:
        """The columns of the list, in their order; `computed` are those that no field says, by rank."""
        listed = [
            (field.column.rank, self._column(field, field.column)) for field in self.fields.values() if field.column
        ]
        ranked = [*listed, *(computed or {}).items()]
        self._check_ranks("column", [rank for rank, _ in ranked])
        return tuple(column for _, column in sorted(ranked, key=lambda pair: pair[0]))

    def reads(self, *names: str) -> tuple[ImportField, ...]:
        """What an import reads, in its order; those of some names alone when there are any."""
        fields = [field for field in self.fields.values() if field.read and (not names or field.name in names)]
        return tuple(self._import_field(field, field.read) for field in sorted(fields, key=_read_rank) if field.read)

    def _column(self, field: Field, listed: Listed) -> Column:
        options: dict[str, Any] = {"is_personal": field.is_personal, "is_shown": listed.is_shown, "sums": listed.sums}
        if listed.width is not None:
            options["width"] = listed.width
        if listed.sort is not None:
            options["sort"] = listed.sort if isinstance(listed.sort, tuple) else (listed.sort,)
        if field.is_in_place:
            options["in_place"] = (field.name,)
        if listed.kind is not None:
            options["kind"] = listed.kind
        relation = field.relation
        if isinstance(field.attribute, str) or (relation is not None and relation.uselist):
            raise self._wrong(f"{field.name} is not stored in one row: its column is among those that are worked out")
        if relation is None:
            return stored_column(field.attribute, field.label, **options)
        loads = (field.attribute,)
        joins = loads if options.get("sort") else ()
        return Column(field.name, field.label, _called(field.name, listed.by), joins=joins, loads=loads, **options)

    def _import_field(self, field: Field, found: Readable) -> ImportField:
        by = found.by or self._reader(field)
        return declaring.import_field(
            field.name,
            field.label,
            by,
            *found.headers,
            example=found.example,
            is_required=found.is_required,
            is_personal=field.is_personal,
            owner=self.model if not isinstance(field.attribute, str) and field.relation is None else None,
            check=found.check,
            hinges_on=found.hinges_on,
            is_added=found.is_added,
            usual=found.usual,
            within=found.within,
        )

    def _reader(self, field: Field) -> Reader:
        """How cells are read by the type of an attribute."""
        if field.relation is not None:
            return declaring.read_name
        if isinstance(field.attribute, str):
            raise self._wrong(f"{field.name} is not stored: say `by`, how its cells are read")
        kind = field.attribute.type
        if isinstance(kind, UtcDateTime):
            return moments.to_moment
        if isinstance(kind, Date):
            return values.to_date
        if isinstance(kind, Boolean):
            return declaring.read_yes_no
        if isinstance(kind, Hundredths):
            return declaring.amount_of(self.model, field.name)
        if isinstance(kind, Integer):
            return declaring.number_of(self.model, field.name)
        if getattr(kind, "enum_class", None):
            raise self._wrong(f"{field.name} is of a closed list: say `by`, the words that files use")
        return declaring.text_of(self.model, field.name)

    def _check_stored(self, internal: frozenset[str]) -> None:
        mapper: Mapper[Any] = inspect(self.model)
        stored = {attribute.key for attribute in mapper.column_attrs}
        if strangers := internal - stored:
            raise self._wrong(f"{sorted(strangers)} are said internal and are not stored")
        for name, field in self.fields.items():
            if field.is_in_place and (field.column is None or field.written_by):
                raise self._wrong(
                    f"{name} is changed in the list, which has no column of it, or is written by acts alone"
                )
            if field.written_by and find_spec(f"mdo.{field.written_by}") is None:
                raise self._wrong(f"{name} is written by {field.written_by}, which there is not in mdo")
            if not isinstance(field.attribute, str) and field.attribute.class_ is not mapper.class_:
                raise self._wrong(f"{name} is of {field.attribute.class_.__name__}")
        if untold := stored - set(self.labels) - internal - _OF_EVERY_ROW:
            raise self._wrong(f"{sorted(untold)} are stored, in no field and not internal")

    def _check_ranks(self, what: str, ranks: Iterable[int]) -> None:
        ranks = sorted(ranks)
        if ranks != list(range(1, len(ranks) + 1)):
            raise self._wrong(f"the ranks of {what} are {ranks}, not 1 to {len(ranks)}")

    def _wrong(self, what: str) -> TypeError:
        domain = self.model.__module__.rpartition(".")[2]
        return TypeError(f"{domain}, {self.model.__name__}: {what}.")


# Those of all domains, by their model.
TABLES: dict[type, Table] = {}


def _read_rank(field: Field) -> int:
    return field.read.rank if field.read else 0


def _called(name: str, by: Attribute | None) -> Any:
    """What the row that a relation leads to is called; nothing where there is none."""

    def value(row: Any, today: Any) -> Any:
        found = getattr(row, name)
        if found is None:
            return None
        return str(found) if by is None else getattr(found, by.key)

    return value
